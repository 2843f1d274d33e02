//! The paths that a Rust source names, read without a compiler: comments and literals are skipped, `use` trees are
//! spread out, `self` and `super` are resolved.

/// One path, such as `crate::encode::Extract` or `keys::Prf`, and the line it stands on.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Mention {
    pub(crate) path: Vec<String>,
    pub(crate) line: usize,
}

/// Every path of more than one segment, and every `use`, in the source of `module` (its path below the crate root).
pub(crate) fn mentions(source: &str, module: &[&str]) -> Vec<Mention> {
    let tokens = tokens(source);
    let mut module: Vec<String> = module.iter().map(|&part| part.to_owned()).collect();
    let mut inline_modules = Vec::new();
    let (mut found, mut depth, mut at) = (Vec::new(), 0_usize, 0);
    while at < tokens.len() {
        let line = tokens[at].line;
        let follows = |offset: usize, text: &str| tokens.get(at + offset).is_some_and(|token| token.text == text);
        if tokens[at].text == "mod" && follows(2, "{") {
            module.push(tokens[at + 1].text.clone());
            inline_modules.push(depth);
            at += 2;
        } else if tokens[at].text == "use" || (tokens[at].is_word && follows(1, "::")) {
            at += usize::from(tokens[at].text == "use");
            let mut paths = Vec::new();
            at = tree(&tokens, at, &[], &mut paths);
            found.extend(paths.into_iter().map(|path| Mention { path: resolve(path, &module), line }));
        } else {
            match tokens[at].text.as_str() {
                "{" => depth += 1,
                "}" => {
                    depth = depth.saturating_sub(1);
                    if inline_modules.last() == Some(&depth) {
                        inline_modules.pop();
                        module.pop();
                    }
                }
                _ => {}
            }
            at += 1;
        }
    }
    found
}

/// Reads one path or `use` tree from `at`; returns where it ends.
fn tree(tokens: &[Token], mut at: usize, prefix: &[String], paths: &mut Vec<Vec<String>>) -> usize {
    let mut path = prefix.to_vec();
    while let Some(token) = tokens.get(at) {
        if token.text == "::" {
            at += 1;
        } else if token.text == "{" {
            at += 1;
            while tokens.get(at).is_some_and(|token| token.text != "}") {
                let end = tree(tokens, at, &path, paths);
                // A comma, or the words of `as name`.
                at = end.max(at + 1);
                while tokens.get(at).is_some_and(|token| token.text == "," || token.text == "as") {
                    at += if tokens[at].text == "as" { 2 } else { 1 };
                }
            }
            return at + 1;
        } else if token.is_word || token.text == "*" {
            path.push(token.text.clone());
            at += 1;
            if tokens.get(at).is_none_or(|token| token.text != "::") {
                break;
            }
        } else {
            break;
        }
    }
    paths.push(path);
    at
}

fn resolve(path: Vec<String>, module: &[String]) -> Vec<String> {
    let supers = path.iter().take_while(|part| *part == "super").count();
    let own = usize::from(path.first().is_some_and(|part| part == "self"));
    if supers + own == 0 {
        return path;
    }
    let above = &module[..module.len().saturating_sub(supers)];
    let rest = &path[supers + own..];
    std::iter::once("crate".to_owned()).chain(above.iter().cloned()).chain(rest.iter().cloned()).collect()
}

struct Token {
    text: String,
    line: usize,
    is_word: bool,
}

fn tokens(source: &str) -> Vec<Token> {
    let chars: Vec<char> = source.chars().collect();
    let (mut tokens, mut at, mut line) = (Vec::new(), 0, 1);
    while at < chars.len() {
        let rest = &chars[at..];
        let is_word = is_word_start(rest[0]);
        let len = match literal_or_comment(rest) {
            Some(len) => len,
            None if is_word => rest.iter().take_while(|c| c.is_alphanumeric() || **c == '_').count(),
            None if rest.starts_with(&[':', ':']) => 2,
            None => 1,
        };
        let skipped = rest[0].is_whitespace() || literal_or_comment(rest).is_some();
        if !skipped {
            tokens.push(Token { text: rest[..len].iter().collect(), line, is_word });
        }
        line += rest[..len].iter().filter(|c| **c == '\n').count();
        at += len;
    }
    tokens
}

fn is_word_start(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

/// Length of the comment, string, character or lifetime mark that `rest` begins with.
fn literal_or_comment(rest: &[char]) -> Option<usize> {
    let until = |from: usize, end: &str| {
        let end: Vec<char> = end.chars().collect();
        rest[from..].windows(end.len()).position(|window| window == end).map_or(rest.len(), |at| from + at + end.len())
    };
    match rest {
        ['/', '/', ..] => Some(until(2, "\n")),
        ['/', '*', ..] => Some(until(2, "*/")),
        ['"', ..] => Some(quoted(rest, '"')),
        ['b' | 'c', '"', ..] => Some(1 + quoted(&rest[1..], '"')),
        ['r', ..] | ['b', 'r', ..] => {
            let start = if rest[0] == 'b' { 2 } else { 1 };
            let hashes = rest[start..].iter().take_while(|c| **c == '#').count();
            (rest.get(start + hashes) == Some(&'"'))
                .then(|| until(start + hashes + 1, &format!("\"{}", "#".repeat(hashes))))
        }
        ['\'', '\\', ..] => Some(quoted(rest, '\'')),
        ['\'', _, '\'', ..] => Some(3),
        ['\'', ..] => Some(1),
        _ => None,
    }
}

fn quoted(rest: &[char], quote: char) -> usize {
    let mut at = 1;
    while at < rest.len() && rest[at] != quote {
        at += if rest[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(source: &str) -> Vec<String> {
        mentions(source, &["block", "join"]).into_iter().map(|mention| mention.path.join("::")).collect()
    }

    #[test]
    fn use_trees_are_spread_out() {
        let source = "pub(super) use crate::{encode::{Extract, identity as who, *}, error};\nuse keys;";
        let expected =
            ["crate::encode::Extract", "crate::encode::identity", "crate::encode::*", "crate::error", "keys"];
        assert_eq!(found(source), expected);
    }

    #[test]
    fn paths_inside_code_are_seen() {
        assert_eq!(
            found("fn f(x: &keys::Prf) -> Vec<u8> { standardise::read::<u8>(x) }"),
            ["keys::Prf", "standardise::read"]
        );
    }

    #[test]
    fn self_and_super_are_resolved_also_inside_inline_modules() {
        let source = "use super::plan; mod tests { use super::*; use self::a::b; } use super::super::encode;";
        assert_eq!(
            found(source),
            ["crate::block::plan", "crate::block::join::*", "crate::block::join::tests::a::b", "crate::encode"]
        );
    }

    #[test]
    fn comments_and_literals_are_not_code() {
        let source = r##"
            // use keys::Prf;
            /* keys::Prf */ //! [`keys::Prf`]
            const A: &str = "use keys::Prf; \" keys::Prf";
            const B: &str = r#"keys::"Prf"#;
            const C: [char; 3] = ['"', '\'', ':'];
            fn f<'a>(x: &'a str) -> Keyring { a::b(x) }
        "##;
        assert_eq!(found(source), ["a::b"]);
    }

    #[test]
    fn lines_are_counted() {
        assert_eq!(
            mentions("\n/* \n */\nuse keys::Prf;", &[]),
            [Mention { path: vec!["keys".into(), "Prf".into()], line: 4 }]
        );
    }
}
