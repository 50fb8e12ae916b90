//! Text as people in Japan type it: widths, kana, and the kanji variants that names are written with.
//!
//! A stored name is never changed. Folding makes a second text, used only to find and to compare.

/// Full-width letters, digits, signs and spaces as their half-width twins; everything else unchanged.
pub fn to_half_width(text: &str) -> String {
    text.chars().map(half_width).collect()
}

fn half_width(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '‐' | '‑' | '–' | '—' | '―' | '−' => '-',
        _ => c,
    }
}

/// The key by which names are found: width, kana, case, spaces and common kanji variants make no difference.
pub fn folded(text: &str) -> String {
    full_width_kana(text)
        .chars()
        .map(half_width)
        .filter(|c| !c.is_whitespace() && *c != '・' && !is_variation_selector(*c))
        .map(|c| variant(katakana_to_hiragana(c)))
        .flat_map(char::to_lowercase)
        .collect()
}

/// The full-width twins of U+FF66 to U+FF9D, in that order.
const KATAKANA: &str =
    "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン";

/// Half-width katakana, as old machines print names, in full width; a sound mark of its own joins its kana.
fn full_width_kana(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{ff66}'..='\u{ff9d}' => out.extend(KATAKANA.chars().nth(c as usize - 0xff66)),
            'ﾞ' | 'ﾟ' => {
                let last = out.pop();
                out.extend(last.map(|last| with_mark(last, c)));
            }
            _ => out.push(c),
        }
    }
    out
}

fn with_mark(kana: char, mark: char) -> char {
    let further = |by: u32| char::from_u32(kana as u32 + by).unwrap_or(kana);
    match (kana, mark) {
        ('ウ', 'ﾞ') => 'ヴ',
        ('カ'..='ト' | 'ハ'..='ホ', 'ﾞ') => further(1),
        ('ハ'..='ホ', 'ﾟ') => further(2),
        _ => kana,
    }
}

fn is_variation_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

fn katakana_to_hiragana(c: char) -> char {
    match c {
        'ァ'..='ヶ' => char::from_u32(c as u32 - 0x60).unwrap_or(c),
        _ => c,
    }
}

/// The common form of a kanji that names also write otherwise. The list holds what rosters really mix up.
fn variant(c: char) -> char {
    match c {
        '髙' => '高',
        '﨑' | '嵜' | '碕' => '崎',
        '𠮷' => '吉',
        '邊' | '邉' => '辺',
        '齋' | '齊' | '斎' => '斉',
        '澤' => '沢',
        '濱' | '濵' => '浜',
        '廣' => '広',
        '國' => '国',
        '櫻' => '桜',
        '嶋' | '嶌' => '島',
        '槇' => '槙',
        '德' => '徳',
        '惠' => '恵',
        '眞' => '真',
        '淵' | '渕' => '渊',
        '瀨' => '瀬',
        '靜' => '静',
        '榮' => '栄',
        '關' => '関',
        '黑' => '黒',
        '鄕' | '鄉' => '郷',
        '曾' => '曽',
        '峯' => '峰',
        '冨' => '富',
        '桒' => '桑',
        '𣘺' => '橋',
        '栁' => '柳',
        '圓' => '円',
        '龍' => '竜',
        '萬' => '万',
        '壽' => '寿',
        _ => c,
    }
}

/// Whether every word of a query stands somewhere in a text, however either is written. Without a word anything is
/// found.
pub fn found(query: &str, text: &str) -> bool {
    let text = folded(text);
    query
        .split_whitespace()
        .map(folded)
        .all(|word| text.contains(word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_looked_for_is_found_however_it_is_written() {
        let item = "災害医療（JMAT等）への参加";
        for query in ["jmat", "ＪＭＡＴ", "災害医療", "災害　参加", "参加 災害", "", "　"] {
            assert!(found(query, item), "{query}");
        }
        assert!(found("れすぱいとけあ", "家族等のレスパイトケアの実施"));
        assert!(found("せんたー", "休日夜間急患センター等への出務"));
        for query in ["学校", "災害 学校"] {
            assert!(!found(query, item), "{query}");
        }
    }

    #[test]
    fn widths_are_folded_and_kanji_stay() {
        assert_eq!(to_half_width("第１２３号　Ａ－１"), "第123号 A-1");
    }

    #[test]
    fn names_that_differ_only_in_writing_have_one_key() {
        for (one, other) in [
            ("髙﨑 一郎", "高崎　一郎"),
            ("𠮷田 太郎", "吉田太郎"),
            ("渡邉 花子", "渡辺花子"),
            ("ミホン タロウ", "みほんたろう"),
            ("ﾐﾎﾝ ｼﾞﾛｳ", "みほんじろう"),
            ("ﾊﾟﾋﾟﾌﾞﾍﾞﾂﾞｳﾞ", "パピブベヅヴ"),
            ("葛\u{e0100}城", "葛城"),
        ] {
            assert_eq!(folded(one), folded(other));
        }
        assert_ne!(folded("高橋"), folded("高崎"));
    }
}
