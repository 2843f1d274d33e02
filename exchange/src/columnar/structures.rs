//! The structures of a Parquet footer and of a page header, as `parquet.thrift` numbers and types their fields
//! (<https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift>), so far as the library (60.1) reads them.

use super::thrift::Kind::{self, Binary, Boolean, Byte, Double, I16, I32, I64, List, Structure};
use super::thrift::{Fields, NO_FIELDS};

/// `FileMetaData`: the footer.
pub(super) const FOOTER: Fields = &[
    (1, I32),
    (2, List(&Structure(SCHEMA_ELEMENT))),
    (3, I64),
    (4, List(&Structure(ROW_GROUP))),
    (5, List(&Structure(KEY_VALUE))),
    (6, Binary),
    (7, List(&Structure(COLUMN_ORDER))),
    (8, Structure(ENCRYPTION)),
    (9, Binary),
];

/// Field of a page header: the page's bytes, unpacked.
pub(super) const UNPACKED_BYTES: i16 = 2;
/// Field of a page header: the page's bytes in the file.
pub(super) const PACKED_BYTES: i16 = 3;

/// `PageHeader`.
pub(super) const PAGE_HEADER: Fields = &[
    (1, I32),
    (UNPACKED_BYTES, I32),
    (PACKED_BYTES, I32),
    (4, I32),
    (5, Structure(&[(1, I32), (2, I32), (3, I32), (4, I32), (5, STATISTICS)])),
    (6, EMPTY),
    (7, Structure(&[(1, I32), (2, I32), (3, Boolean)])),
    (8, Structure(&[(1, I32), (2, I32), (3, I32), (4, I32), (5, I32), (6, I32), (7, Boolean), (8, STATISTICS)])),
];

const EMPTY: Kind = Structure(NO_FIELDS);

const KEY_VALUE: Fields = &[(1, Binary), (2, Binary)];

const SCHEMA_ELEMENT: Fields = &[
    (1, I32),
    (2, I32),
    (3, I32),
    (4, Binary),
    (5, I32),
    (6, I32),
    (7, I32),
    (8, I32),
    (9, I32),
    (10, Structure(LOGICAL_TYPE)),
];

const LOGICAL_TYPE: Fields = &[
    (1, EMPTY),
    (2, EMPTY),
    (3, EMPTY),
    (4, EMPTY),
    (5, Structure(&[(1, I32), (2, I32)])),
    (6, EMPTY),
    (7, TIME),
    (8, TIME),
    (10, Structure(&[(1, Byte), (2, Boolean)])),
    (11, EMPTY),
    (12, EMPTY),
    (13, EMPTY),
    (14, EMPTY),
    (15, EMPTY),
    (16, Structure(&[(1, Byte)])),
    (17, Structure(&[(1, Binary)])),
    (18, Structure(&[(1, Binary), (2, I32)])),
    (19, EMPTY),
];

/// A time or a timestamp, with its unit.
const TIME: Kind = Structure(&[(1, Boolean), (2, Structure(&[(1, EMPTY), (2, EMPTY), (3, EMPTY)]))]);

const ROW_GROUP: Fields = &[
    (1, List(&Structure(COLUMN_CHUNK))),
    (2, I64),
    (3, I64),
    (4, List(&Structure(&[(1, I32), (2, Boolean), (3, Boolean)]))),
    (5, I64),
    (6, I64),
    (7, I16),
];

const COLUMN_CHUNK: Fields = &[
    (1, Binary),
    (2, I64),
    (3, Structure(COLUMN)),
    (4, I64),
    (5, I32),
    (6, I64),
    (7, I32),
    (8, Structure(&[(1, EMPTY), (2, Structure(&[(1, List(&Binary)), (2, Binary)]))])),
    (9, Binary),
];

/// `ColumnMetaData`.
const COLUMN: Fields = &[
    (1, I32),
    (2, List(&I32)),
    (3, List(&Binary)),
    (4, I32),
    (5, I64),
    (6, I64),
    (7, I64),
    (8, List(&Structure(KEY_VALUE))),
    (9, I64),
    (10, I64),
    (11, I64),
    (12, STATISTICS),
    (13, List(&Structure(&[(1, I32), (2, I32), (3, I32)]))),
    (14, I64),
    (15, I32),
    (16, Structure(&[(1, I64), (2, List(&I64)), (3, List(&I64))])),
    (17, Structure(&[(1, Structure(BOUNDING_BOX)), (2, List(&I32))])),
];

const STATISTICS: Kind = Structure(&[
    (1, Binary),
    (2, Binary),
    (3, I64),
    (4, I64),
    (5, Binary),
    (6, Binary),
    (7, Boolean),
    (8, Boolean),
    (9, I64),
]);

const BOUNDING_BOX: Fields =
    &[(1, Double), (2, Double), (3, Double), (4, Double), (5, Double), (6, Double), (7, Double), (8, Double)];

const COLUMN_ORDER: Fields = &[(1, EMPTY), (2, EMPTY), (3, EMPTY)];

/// `EncryptionAlgorithm`: one of two.
const ENCRYPTION: Fields = &[(1, Structure(AES)), (2, Structure(AES))];

const AES: Fields = &[(1, Binary), (2, Binary), (3, Boolean)];
