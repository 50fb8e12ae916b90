//! Names of files in the archive: readable, unlike each other, and harmless on every system.

/// The longest part of a name that comes from elsewhere, in characters: with three bytes each, two of them stay
/// below the 255 bytes that file systems take.
const PART_MAX: usize = 36;

/// The folder of the `nth` application, counted from 1.
pub(super) fn folder(nth: usize, receipt_number: Option<&str>) -> String {
    format!("{nth:02}_{}", clean(receipt_number.unwrap_or("下書き")))
}

/// The `nth` proof of an application.
pub(super) fn proof(folder: &str, nth: usize, claim: &str, file_name: &str, extension: &str) -> String {
    let (stem, given) = split(file_name);
    let extension = if given.is_empty() { extension } else { given };
    format!(
        "{folder}/証明書/{nth:02}_{}_{}.{}",
        clean(claim),
        clean(stem),
        clean(extension)
    )
}

/// A proof that was sent and taken out again after a return.
pub(super) fn replaced(folder: &str, nth: usize, file_name: &str) -> String {
    let (stem, extension) = split(file_name);
    let end = if extension.is_empty() {
        String::new()
    } else {
        format!(".{}", clean(extension))
    };
    format!("{folder}/差し替え前の証明書/{nth:02}_{}{end}", clean(stem))
}

/// A certificate.
pub(super) fn certificate(folder: &str, number: &str) -> String {
    format!("{folder}/修了証_{}.pdf", clean(number))
}

/// The name and what stands behind its last dot, if that looks like the ending of a file.
fn split(file_name: &str) -> (&str, &str) {
    match file_name.rsplit_once('.') {
        Some((stem, end)) if (1..=5).contains(&end.len()) && end.bytes().all(|b| b.is_ascii_alphanumeric()) => {
            (stem, end)
        }
        _ => (file_name, ""),
    }
}

/// Without what leads to another folder or what some system takes for something else.
fn clean(text: &str) -> String {
    let plain = |c: char| match c {
        '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|'
        // Signs that turn the direction of writing can make one ending look like another.
        | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '_',
        c if c.is_control() => '_',
        c => c,
    };
    let text: String = text.chars().map(plain).take(PART_MAX).collect();
    let text = text.trim_matches(|c: char| c == '.' || c.is_whitespace());
    if text.is_empty() {
        "無題".to_owned()
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_what_the_file_is() {
        let folder = folder(1, Some("R2025-000001"));
        assert_eq!(
            proof(&folder, 2, "在宅当番医", "当番表.png", "png"),
            "01_R2025-000001/証明書/02_在宅当番医_当番表.png"
        );
        assert_eq!(
            proof(&folder, 2, "在宅当番医", "当番表", "jpg"),
            "01_R2025-000001/証明書/02_在宅当番医_当番表.jpg"
        );
        assert_eq!(
            certificate(&folder, "2025-000001"),
            "01_R2025-000001/修了証_2025-000001.pdf"
        );
        assert_eq!(super::folder(2, None), "02_下書き");
    }

    #[test]
    fn no_name_leads_out_of_the_archive() {
        for hostile in [
            "../../etc/passwd",
            "..\\..\\x.exe",
            "/x.png",
            "C:\\x",
            "..",
            "",
            "a\u{202e}gnp.exe",
            "\0\n",
        ] {
            let name = proof("01_x", 1, hostile, hostile, "png");
            assert_eq!(name.split('/').count(), 3, "{hostile:?}: {name}");
            let ours = |part: &str| {
                part.chars()
                    .all(|c| !c.is_control() && c != '\\' && c != ':' && c != '\u{202e}')
            };
            assert!(
                name.split('/').all(|part| !part.starts_with('.') && ours(part)),
                "{hostile:?}: {name}"
            );
        }
        assert!(replaced("01_x", 1, &"長".repeat(500)).len() < 255);
    }
}
