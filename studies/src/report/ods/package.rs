//! The files inside an `OpenDocument` spreadsheet.

use std::io::{self, Cursor, Write as _};

use quick_xml::Writer;
use quick_xml::events::BytesText;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::workbook::{Sheet, Value};

const MIMETYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const NAMESPACES: [(&str, &str); 7] = [
    ("xmlns:office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"),
    ("xmlns:table", "urn:oasis:names:tc:opendocument:xmlns:table:1.0"),
    ("xmlns:text", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"),
    ("xmlns:style", "urn:oasis:names:tc:opendocument:xmlns:style:1.0"),
    ("xmlns:fo", "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"),
    ("xmlns:number", "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"),
    ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
];

type Xml = Writer<Vec<u8>>;

/// The archive, `mimetype` first as the standard asks.
pub(super) fn pack(title: &str, sheets: &[Sheet]) -> io::Result<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default());
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let files = [
        ("mimetype", MIMETYPE.as_bytes().to_vec()),
        ("META-INF/manifest.xml", MANIFEST.as_bytes().to_vec()),
        ("meta.xml", meta(title)?),
        ("content.xml", content(sheets)?),
    ];
    for (name, bytes) in files {
        archive.start_file(name, options)?;
        archive.write_all(&bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}

const MANIFEST: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
    "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" manifest:version=\"1.2\">",
    "<manifest:file-entry manifest:full-path=\"/\" manifest:media-type=\"application/vnd.oasis.opendocument.spreadsheet\"/>",
    "<manifest:file-entry manifest:full-path=\"content.xml\" manifest:media-type=\"text/xml\"/>",
    "<manifest:file-entry manifest:full-path=\"meta.xml\" manifest:media-type=\"text/xml\"/>",
    "</manifest:manifest>\n"
);

fn document(root: &str, inner: impl FnOnce(&mut Xml) -> io::Result<()>) -> io::Result<Vec<u8>> {
    let mut xml = Writer::new(DECLARATION.as_bytes().to_vec());
    xml.create_element(root)
        .with_attributes(NAMESPACES)
        .with_attribute(("office:version", "1.2"))
        .write_inner_content(inner)?;
    Ok(xml.into_inner())
}

fn meta(title: &str) -> io::Result<Vec<u8>> {
    document("office:document-meta", |xml| {
        xml.create_element("office:meta").write_inner_content(|xml| {
            xml.create_element("dc:title").write_text_content(BytesText::new(title))?;
            xml.create_element("dc:language").write_text_content(BytesText::new("en-GB"))?;
            Ok(())
        })?;
        Ok(())
    })
}

fn content(sheets: &[Sheet]) -> io::Result<Vec<u8>> {
    document("office:document-content", |xml| {
        styles(xml)?;
        xml.create_element("office:body").write_inner_content(|xml| {
            xml.create_element("office:spreadsheet").write_inner_content(|xml| {
                sheets.iter().try_for_each(|sheet| write_sheet(xml, sheet))?;
                ranges(xml, sheets)
            })?;
            Ok(())
        })?;
        Ok(())
    })
}

/// Wrapped text, bold heads, and numbers to none, one, two and three decimals.
fn styles(xml: &mut Xml) -> io::Result<()> {
    xml.create_element("office:automatic-styles").write_inner_content(|xml| {
        let column = |xml: &mut Xml, name: &str, width: &str| -> io::Result<()> {
            xml.create_element("style:style")
                .with_attributes([("style:name", name), ("style:family", "table-column")])
                .write_inner_content(|xml| {
                    let width = ("style:column-width", width);
                    xml.create_element("style:table-column-properties").with_attribute(width).write_empty()?;
                    Ok(())
                })?;
            Ok(())
        };
        column(xml, "wide", "9cm")?;
        column(xml, "usual", "4cm")?;
        for decimals in 0..=3_usize {
            xml.create_element("number:number-style")
                .with_attribute(("style:name", format!("n{decimals}").as_str()))
                .write_inner_content(|xml| {
                let places = decimals.to_string();
                xml.create_element("number:number")
                    .with_attributes([
                        ("number:decimal-places", places.as_str()),
                        ("number:min-decimal-places", places.as_str()),
                        ("number:min-integer-digits", "1"),
                        ("number:grouping", "true"),
                    ])
                    .write_empty()?;
                Ok(())
            })?;
            cell_style(xml, &format!("d{decimals}"), Some(&format!("n{decimals}")), false)?;
        }
        cell_style(xml, "text", None, false)?;
        cell_style(xml, "head", None, true)
    })?;
    Ok(())
}

fn cell_style(xml: &mut Xml, name: &str, number: Option<&str>, is_bold: bool) -> io::Result<()> {
    let mut style =
        xml.create_element("style:style").with_attributes([("style:name", name), ("style:family", "table-cell")]);
    if let Some(number) = number {
        style = style.with_attribute(("style:data-style-name", number));
    }
    style.write_inner_content(|xml| {
        let wrap = ("fo:wrap-option", if number.is_none() { "wrap" } else { "no-wrap" });
        xml.create_element("style:table-cell-properties").with_attribute(wrap).write_empty()?;
        if is_bold {
            xml.create_element("style:text-properties").with_attribute(("fo:font-weight", "bold")).write_empty()?;
        }
        Ok(())
    })?;
    Ok(())
}

fn write_sheet(xml: &mut Xml, sheet: &Sheet) -> io::Result<()> {
    xml.create_element("table:table").with_attribute(("table:name", sheet.name.as_str())).write_inner_content(
        |xml| {
            let columns = sheet.header.len().max(1);
            xml.create_element("table:table-column").with_attribute(("table:style-name", "wide")).write_empty()?;
            if columns > 1 {
                let repeated = (columns - 1).to_string();
                xml.create_element("table:table-column")
                    .with_attributes([
                        ("table:style-name", "usual"),
                        ("table:number-columns-repeated", repeated.as_str()),
                    ])
                    .write_empty()?;
            }
            for (index, line) in sheet.heading.iter().enumerate() {
                write_row(xml, &[Value::text(line.as_str())], if index == 0 { "head" } else { "text" })?;
            }
            if !sheet.header.is_empty() {
                let header: Vec<Value> = sheet.header.iter().map(|heading| Value::text(heading.as_str())).collect();
                xml.create_element("table:table-header-rows")
                    .write_inner_content(|xml| write_row(xml, &header, "head"))?;
            }
            sheet.rows.iter().try_for_each(|row| write_row(xml, row, "text"))
        },
    )?;
    Ok(())
}

fn write_row(xml: &mut Xml, row: &[Value], style: &str) -> io::Result<()> {
    xml.create_element("table:table-row").write_inner_content(|xml| {
        row.iter().try_for_each(|value| match value {
            Value::Text(text) => {
                xml.create_element("table:table-cell")
                    .with_attributes([("table:style-name", style), ("office:value-type", "string")])
                    .write_inner_content(|xml| paragraph(xml, text))?;
                Ok(())
            }
            Value::Number { value, decimals } => {
                let (style, stored) = (format!("d{decimals}"), value.to_string());
                xml.create_element("table:table-cell")
                    .with_attributes([
                        ("table:style-name", style.as_str()),
                        ("office:value-type", "float"),
                        ("office:value", stored.as_str()),
                    ])
                    .write_inner_content(|xml| paragraph(xml, &format!("{value:.decimals$}")))?;
                Ok(())
            }
        })
    })?;
    Ok(())
}

fn paragraph(xml: &mut Xml, text: &str) -> io::Result<()> {
    xml.create_element("text:p").write_text_content(BytesText::new(text))?;
    Ok(())
}

/// Each table as a named range, which screen readers and other programs find.
fn ranges(xml: &mut Xml, sheets: &[Sheet]) -> io::Result<()> {
    xml.create_element("table:database-ranges").write_inner_content(|xml| {
        sheets.iter().filter(|sheet| !sheet.header.is_empty()).try_for_each(|sheet| {
            let (first, last) = (sheet.heading.len() + 1, sheet.heading.len() + 1 + sheet.rows.len());
            let range = format!("{}.A{first}:{}.{}{last}", sheet.name, sheet.name, letters(sheet.header.len()));
            xml.create_element("table:database-range")
                .with_attributes([
                    ("table:name", format!("{}_data", sheet.name).as_str()),
                    ("table:target-range-address", range.as_str()),
                    ("table:contains-header", "true"),
                ])
                .write_empty()?;
            Ok(())
        })
    })?;
    Ok(())
}

/// The letters of a column, from 1: A, Z, AA.
fn letters(mut column: usize) -> String {
    let mut letters = Vec::new();
    while column > 0 {
        column -= 1;
        letters.push(b'A' + (column % 26) as u8);
        column /= 26;
    }
    letters.iter().rev().map(|&letter| char::from(letter)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_the_letters_of_a_spreadsheet() {
        assert_eq!([1, 26, 27, 52, 53, 703].map(letters), ["A", "Z", "AA", "AZ", "BA", "AAA"]);
    }

    #[test]
    fn the_mimetype_stands_first_and_markup_in_text_is_inert() {
        let sheet = Sheet {
            name: "Table_1".into(),
            heading: vec!["A < B & \"C\"".into()],
            header: vec!["x".into()],
            rows: vec![vec![Value::number(-0.04, 1)]],
        };
        let bytes = pack("T", std::slice::from_ref(&sheet)).unwrap();
        assert_eq!(&bytes[30..38], b"mimetype");
        let text = String::from_utf8_lossy(&bytes);
        assert!(text.contains("A &lt; B &amp; ") && text.contains("office:value=\"0\""), "{text}");
        assert_eq!(bytes, pack("T", &[sheet]).unwrap());
    }
}
