//! Reads the numbers of a trial: here zero and nothing at all are answers too.

use crate::field::FieldError;
use crate::text::to_half_width;
use crate::units::{NotUnits, Units};

/// Units that somebody has or expects; nothing is none. `label` names the field in the sentence, which stands in the
/// error summary too.
pub(super) fn units(field: &str, label: &str, text: &str) -> Result<Units, FieldError> {
    let why = match text.parse::<Units>() {
        Ok(units) => return Ok(units),
        Err(NotUnits::Empty) => return Ok(Units::ZERO),
        // Out of range with no digit but zeros is zero itself.
        Err(NotUnits::OutOfRange) if !to_half_width(text).contains(|c: char| ('1'..='9').contains(&c)) => {
            return Ok(Units::ZERO);
        }
        Err(why) => why,
    };
    let ask = match why {
        NotUnits::NotHalves => "は0.5単位きざみで入力してください（例：1.0、1.5）。".to_owned(),
        NotUnits::OutOfRange => format!(
            "は0から{most}までで入力してください（それより多いときは{most}）。",
            most = Units::MOST_AT_ONCE
        ),
        NotUnits::Empty | NotUnits::NotANumber => "は「1.5」のように、0以上の数字で入力してください。".to_owned(),
    };
    Err(FieldError::new(field, format!("「{label}」{ask}")))
}

/// A number of items from `least` to `most`; nothing is none.
pub(super) fn items(field: &str, label: &str, text: &str, least: usize, most: usize) -> Result<usize, FieldError> {
    let text = to_half_width(text);
    let text = text.trim().trim_end_matches("項目").trim();
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = match text {
        "" => Some(0),
        // Too long for a number of items, whatever it says.
        text if digits && text.len() <= 6 => text.parse().ok(),
        _ => None,
    };
    number.filter(|number| (least..=most).contains(number)).ok_or_else(|| {
        FieldError::new(
            field,
            format!("「{label}」は{least}から{most}までの整数で入力してください。"),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_and_zero_are_answers() {
        for (text, halves) in [
            ("", 0),
            (" ", 0),
            ("0", 0),
            ("0.0", 0),
            ("０", 0),
            ("０．０単位", 0),
            ("０．５", 1),
            ("100", 200),
        ] {
            assert_eq!(units("f", "単位", text), Ok(Units::from_halves(halves)), "{text}");
        }
        for (text, number) in [("", 0), ("0", 0), ("２", 2), ("3項目", 3), (" 1 ", 1)] {
            assert_eq!(items("f", "項目", text, 0, 3), Ok(number), "{text}");
        }
    }

    #[test]
    fn what_is_no_amount_is_refused_in_its_field_with_its_label() {
        for (text, says) in [
            ("1.2", "0.5単位きざみ"),
            ("三", "0以上の数字"),
            ("-1", "0以上の数字"),
            ("1.", "0以上の数字"),
            ("100.5", "0から100.0まで"),
            ("99999999999999999999", "0から100.0まで"),
        ] {
            let error = units("f", "単位", text).expect_err(text);
            assert!(
                error.field == "f" && error.sentence.starts_with("「単位」は"),
                "{error:?}"
            );
            assert!(error.sentence.contains(says), "{text}: {error:?}");
        }
        for text in ["", "0", "4", "1.5", "-1", "二", "99999999999999999999"] {
            let error = items("f", "項目", text, 1, 3).expect_err(text);
            assert_eq!(
                error.sentence, "「項目」は1から3までの整数で入力してください。",
                "{text}"
            );
        }
    }
}
