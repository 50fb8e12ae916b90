//! What can stand in the place of a field, of an identifier in an address, or of a whole body.

use std::sync::LazyLock;

use super::forms::{Form, How, MayBe, Part};

/// Longer than any field may be, and than any form without files.
const HUGE: usize = 300_000;
/// More fields than any form has.
const MANY: usize = 600;

/// A value and what it is called when it is told.
type Named = (&'static str, Vec<u8>);

/// In the place of a text: of a form's field, of a file, of a whole piece.
static TEXTS: LazyLock<Vec<Named>> = LazyLock::new(|| {
    vec![
        ("empty", b"".to_vec()),
        ("wrong", "ぬ".into()),
        ("a NUL byte", b"a\0b".to_vec()),
        ("not UTF-8", b"\xff\xfe".to_vec()),
        ("huge", vec![b'x'; HUGE]),
        ("negative", b"-1".to_vec()),
        ("beyond every number", b"99999999999999999999".to_vec()),
        ("the largest number", b"9223372036854775807".to_vec()),
        ("the largest half", b"2147483647".to_vec()),
        ("nobody's identifier", vec![b'f'; 32]),
        ("no such item", b"practical:I-99".to_vec()),
        ("no such association", b"47-999".to_vec()),
    ]
});

/// In the place of a JSON value.
static JSONS: LazyLock<Vec<Named>> = LazyLock::new(|| {
    let mut values: Vec<Named> = vec![
        ("null", b"null".to_vec()),
        ("a negative number", b"-1".to_vec()),
        ("half a number", b"1.5".to_vec()),
        ("a number beyond every number", b"99999999999999999999".to_vec()),
        ("the largest number itself", b"9223372036854775807".to_vec()),
        ("the largest half itself", b"2147483647".to_vec()),
        ("true", b"true".to_vec()),
        ("a list", b"[]".to_vec()),
        ("lists in lists", [[b'['; 5_000], [b']'; 5_000]].concat()),
        ("an object", b"{}".to_vec()),
    ];
    values.extend(TEXTS.iter().map(|(what, text)| (*what, in_quotes(text))));
    values
});

/// In the place of a file's name.
static FILE_NAMES: LazyLock<Vec<Named>> = LazyLock::new(|| {
    vec![
        ("without a name", b"".to_vec()),
        ("with a name in another alphabet", "ぬ".into()),
        ("with a NUL byte in its name", b"a\0b.png".to_vec()),
        ("with a name that is not UTF-8", b"\xff\xfe.png".to_vec()),
        ("with a huge name", vec![b'x'; 10_000]),
        ("with a folder as its name", b"../../etc/passwd".to_vec()),
    ]
});

/// The names of fields that no form has.
static EXTRAS: [&[u8]; 8] = [
    b"",
    "ぬ".as_bytes(),
    b"a\0b",
    b"\xff\xfe",
    "reason:ぬ".as_bytes(),
    "answer:ぬ".as_bytes(),
    "reuse:ぬ".as_bytes(),
    "file:ぬ".as_bytes(),
];

/// In the place of an identifier or a number in an address.
static SEGMENTS: LazyLock<Vec<(&str, String)>> = LazyLock::new(|| {
    vec![
        ("x", "x".to_owned()),
        ("-1", "-1".to_owned()),
        ("beyond every number", "99999999999999999999".to_owned()),
        ("huge", "x".repeat(10_000)),
        ("../..", "../..".to_owned()),
        ("../.. escaped", "..%2F..".to_owned()),
        ("a NUL byte", "%00".to_owned()),
        ("not UTF-8", "%FF%FE".to_owned()),
        ("wrong", "%E3%81%AC".to_owned()),
        ("nobody's identifier", "f".repeat(32)),
    ]
});

/// In the place of a whole body.
fn wholes(how: How) -> &'static [&'static [u8]] {
    match how {
        How::Form => &[b"", b"\0", b"%", b"%zz=%", b"=", b"&&&", b"\xff\xfe", b"{}"],
        How::Files => &[
            b"",
            b"\0",
            b"--b",
            b"--b--\r\n",
            b"--b\r\n\r\n\r\n--b--\r\n",
            b"version=1",
        ],
        How::Json => &[
            b"",
            b"\0",
            b"{",
            b"{}",
            b"[]",
            b"null",
            b"\xff\xfe",
            b"{}{}",
            b"version=1",
        ],
        How::Bytes => &[],
    }
}

/// One change to a valid form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    /// None: as the page sends it.
    None,
    LeftOut(usize),
    Doubled(usize),
    Value(usize, usize),
    FileName(usize, usize),
    Extra(usize),
    ManyMore,
    Whole(usize),
    /// Half of the body.
    Half,
    Segment(usize, usize),
}

/// Every change that a form can suffer.
pub(super) fn changes(how: How, form: &Form) -> Vec<Change> {
    let mut changes = Vec::new();
    for (field, part) in form.parts.iter().enumerate() {
        changes.extend([Change::LeftOut(field), Change::Doubled(field)]);
        changes.extend((0..values(how).len()).map(|value| Change::Value(field, value)));
        if part.file.is_some() {
            changes.extend((0..FILE_NAMES.len()).map(|name| Change::FileName(field, name)));
        }
    }
    if how != How::Bytes {
        changes.extend((0..EXTRAS.len()).map(Change::Extra));
        changes.push(Change::ManyMore);
    }
    changes.extend((0..wholes(how).len()).map(Change::Whole));
    // Half of a plain form is a form with fewer fields.
    if how != How::Form && !form.parts.is_empty() {
        changes.push(Change::Half);
    }
    for id in 0..form.ids.len() {
        changes.extend((0..SEGMENTS.len()).map(|segment| Change::Segment(id, segment)));
    }
    changes
}

fn values(how: How) -> &'static [Named] {
    if how == How::Json { &JSONS } else { &TEXTS }
}

impl Change {
    /// Field and variant, for whoever reads that it failed.
    pub(super) fn told(self, how: How, form: &Form) -> String {
        let name = |field: usize| String::from_utf8_lossy(&form.parts[field].name).into_owned();
        match self {
            Change::None => "the valid form".to_owned(),
            Change::LeftOut(field) => format!("{} left out", name(field)),
            Change::Doubled(field) => format!("{} doubled", name(field)),
            Change::Value(field, value) => format!("{}: {}", name(field), values(how)[value].0),
            Change::FileName(field, at) => format!("{} {}", name(field), FILE_NAMES[at].0),
            Change::Extra(extra) => format!("an extra field {:?}", String::from_utf8_lossy(EXTRAS[extra])),
            Change::ManyMore => "six hundred extra fields".to_owned(),
            Change::Whole(whole) => format!("the body {:?}", String::from_utf8_lossy(wholes(how)[whole])),
            Change::Half => "half of the body".to_owned(),
            Change::Segment(id, segment) => format!("parameter {id} of the address: {}", SEGMENTS[segment].0),
        }
    }

    /// Whether the form may be taken all the same.
    pub(super) fn may_be_taken(self, form: &Form) -> bool {
        let may_be = |field: usize| form.parts[field].may_be;
        match self {
            // A second value stands behind the first one, which alone is read.
            Change::None | Change::Doubled(_) | Change::Extra(_) | Change::ManyMore => true,
            Change::LeftOut(field) | Change::Value(field, 0) => may_be(field) != MayBe::NothingElse,
            Change::Value(field, value) => match may_be(field) {
                MayBe::Anything => true,
                MayBe::Empty => values(How::Json)[value].0 == "a list",
                MayBe::NothingElse => false,
            },
            // A name is cut and cleaned; without one it is no file that was chosen.
            Change::FileName(field, name) => name > 0 || may_be(field) != MayBe::NothingElse,
            Change::Whole(_) | Change::Half => form.parts.iter().all(|part| part.may_be != MayBe::NothingElse),
            Change::Segment(id, _) => form.ids[id].1 == MayBe::Anything,
        }
    }

    /// The address to send to.
    pub(super) fn path(self, pattern: &str, form: &Form) -> String {
        let mut ids = form.ids.iter().enumerate();
        let segment = |segment: &str| match segment.starts_with('{').then(|| ids.next()).flatten() {
            Some((id, (valid, _))) => match self {
                Change::Segment(changed, value) if changed == id => SEGMENTS[value].1.clone(),
                _ => valid.clone(),
            },
            None => segment.to_owned(),
        };
        pattern.split('/').map(segment).collect::<Vec<_>>().join("/")
    }

    /// The body to send.
    pub(super) fn body(self, how: How, form: &Form) -> Vec<u8> {
        let mut parts = form.parts.clone();
        match self {
            Change::None | Change::Segment(..) => {}
            Change::LeftOut(field) => drop(parts.remove(field)),
            Change::Doubled(field) => {
                let mut second = parts[field].clone();
                if second.file.is_none() {
                    second.value = if how == How::Json {
                        in_quotes("ぬ".as_bytes())
                    } else {
                        "ぬ".into()
                    };
                }
                parts.insert(field + 1, second);
            }
            Change::Value(field, value) => parts[field].value.clone_from(&values(how)[value].1),
            Change::FileName(field, name) => parts[field].file = Some(FILE_NAMES[name].1.clone()),
            Change::Extra(extra) => parts.push(unknown(how, EXTRAS[extra])),
            Change::ManyMore => parts.extend((0..MANY).map(|n| unknown(how, format!("x{n}").as_bytes()))),
            Change::Whole(whole) => return wholes(how)[whole].to_vec(),
            Change::Half => {
                let mut body = encoded(how, &parts);
                body.truncate(body.len() / 2);
                return body;
            }
        }
        encoded(how, &parts)
    }
}

fn unknown(how: How, name: &[u8]) -> Part {
    let value = if how == How::Json { b"1".to_vec() } else { "ぬ".into() };
    Part {
        name: name.to_vec(),
        value,
        file: None,
        may_be: MayBe::Anything,
    }
}

fn encoded(how: How, parts: &[Part]) -> Vec<u8> {
    match how {
        How::Form => {
            let pairs = parts
                .iter()
                .map(|part| [escaped(&part.name), escaped(&part.value)].join("="));
            pairs.collect::<Vec<_>>().join("&").into_bytes()
        }
        How::Files => {
            let mut body = Vec::new();
            for part in parts {
                body.extend_from_slice(b"--b\r\nContent-Disposition: form-data; name=\"");
                body.extend_from_slice(&part.name);
                if let Some(file) = &part.file {
                    body.extend_from_slice(b"\"; filename=\"");
                    body.extend_from_slice(file);
                }
                body.extend_from_slice(b"\"\r\n\r\n");
                body.extend_from_slice(&part.value);
                body.extend_from_slice(b"\r\n");
            }
            body.extend_from_slice(b"--b--\r\n");
            body
        }
        How::Json => {
            let fields = parts
                .iter()
                .map(|part| [in_quotes(&part.name), part.value.clone()].join(&b':'));
            [b"{".as_slice(), &fields.collect::<Vec<_>>().join(&b','), b"}"].concat()
        }
        How::Bytes => parts.iter().flat_map(|part| part.value.clone()).collect(),
    }
}

fn escaped(bytes: &[u8]) -> String {
    let one = |byte: &u8| match byte {
        b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => char::from(*byte).to_string(),
        _ => format!("%{byte:02x}"),
    };
    bytes.iter().map(one).collect()
}

/// As a JSON string: what JSON cannot hold as it is, is escaped; what is not UTF-8 stays what it is.
fn in_quotes(bytes: &[u8]) -> Vec<u8> {
    let inner = bytes.iter().flat_map(|byte| match byte {
        0..0x20 | b'"' | b'\\' => format!("\\u{byte:04x}").into_bytes(),
        _ => vec![*byte],
    });
    [b"\"".to_vec(), inner.collect(), b"\"".to_vec()].concat()
}
