//! Reading a file as a table, and its cells as people write them.

use chrono::NaiveDate;
use csv::{ReaderBuilder, StringRecord};
use domain::field::LINE_MAX;
use domain::fiscal_year::FiscalYear;
use domain::text::to_half_width;

use super::Report;

/// Excel puts it in front of a CSV in UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A file with the columns that were asked for.
pub(super) struct Table {
    columns: StringRecord,
    records: Vec<(u64, StringRecord)>,
}

impl Table {
    /// Reads a file. Rows of another length than the first line are left out and reported; none where the file cannot
    /// be read at all.
    pub(super) fn read(file: &[u8], needed: &[&str], report: &mut Report) -> Option<Table> {
        let bytes = file.strip_prefix(BYTE_ORDER_MARK).unwrap_or(file);
        let Ok(text) = std::str::from_utf8(bytes) else {
            report.add(
                0,
                "",
                "ファイルの文字コードがUTF-8ではありません。Excelでは「CSV UTF-8（コンマ区切り）」で保存してください。",
            );
            return None;
        };
        let tabs = text
            .lines()
            .find(|line| !line.starts_with('#'))
            .is_some_and(|line| line.contains('\t'));
        let mut reader = ReaderBuilder::new()
            .delimiter(if tabs { b'\t' } else { b',' })
            .comment(tabs.then_some(b'#'))
            .flexible(true)
            .from_reader(text.as_bytes());
        let columns = reader.headers().ok()?.iter().map(str::trim).collect();
        let mut table = Table {
            columns,
            records: Vec::new(),
        };
        if !table.has_columns(needed, report) {
            return None;
        }
        for (index, record) in reader.into_records().enumerate() {
            table.push(index as u64 + 2, record, report);
        }
        Some(table)
    }

    fn has_columns(&self, needed: &[&str], report: &mut Report) -> bool {
        let missing: Vec<_> = needed
            .iter()
            .filter(|name| !self.columns.iter().any(|column| column == **name))
            .collect();
        for name in &missing {
            report.add(
                1,
                name,
                format!(
                    "「{name}」の列がありません。1行目に列の名前を書いてください：{}",
                    needed.join(",")
                ),
            );
        }
        missing.is_empty()
    }

    fn push(&mut self, number: u64, record: csv::Result<StringRecord>, report: &mut Report) {
        match record {
            Ok(record) if record.iter().all(|cell| cell.trim().is_empty()) => {}
            Ok(record) if record.len() == self.columns.len() => self.records.push((number, record)),
            Ok(record) => report.add(
                number,
                "",
                format!(
                    "列の数が{}ではなく{}です。区切りや引用符を確認してください。",
                    self.columns.len(),
                    record.len()
                ),
            ),
            Err(_) => report.add(
                number,
                "",
                "この行は読み取れませんでした。区切りや引用符を確認してください。",
            ),
        }
    }

    /// The rows, each with its number.
    pub(super) fn rows(&self) -> impl Iterator<Item = Cells<'_>> {
        self.records.iter().map(|(number, record)| Cells {
            columns: &self.columns,
            number: *number,
            record,
        })
    }
}

/// One row of a table.
pub(super) struct Cells<'a> {
    columns: &'a StringRecord,
    number: u64,
    record: &'a StringRecord,
}

impl Cells<'_> {
    /// The row as a spreadsheet counts.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// A cell without the spaces around it; empty where the file has no such column. Nothing else of a text changes:
    /// names stay exactly as they were written.
    pub(super) fn text(&self, column: &str) -> &str {
        let index = self.columns.iter().position(|name| name == column);
        index.and_then(|index| self.record.get(index)).unwrap_or("").trim()
    }

    /// Reports what is wrong with a cell.
    pub(super) fn wrong<T>(&self, report: &mut Report, column: &str, sentence: impl Into<String>) -> Option<T> {
        report.add(self.number, column, sentence);
        None
    }

    /// One line of text that may be empty.
    pub(super) fn line(&self, report: &mut Report, column: &str) -> Option<String> {
        let text = self.text(column);
        if text.chars().count() > LINE_MAX {
            self.wrong(report, column, format!("{LINE_MAX}文字以内で書いてください。"))
        } else if text.chars().any(char::is_control) {
            self.wrong(report, column, "改行などの制御文字は使えません。")
        } else {
            Some(text.to_owned())
        }
    }

    /// One line of text that says something.
    pub(super) fn filled(&self, report: &mut Report, column: &str) -> Option<String> {
        let text = self.line(report, column)?;
        if text.is_empty() {
            self.wrong(report, column, "空欄にできません。")
        } else {
            Some(text)
        }
    }

    /// A cell that another type reads; `sentence` says what it expects.
    pub(super) fn parsed<T>(
        &self,
        report: &mut Report,
        column: &str,
        parse: impl FnOnce(&str) -> Option<T>,
        sentence: &str,
    ) -> Option<T> {
        match parse(self.text(column)) {
            Some(value) => Some(value),
            None => self.wrong(report, column, sentence),
        }
    }

    /// 0 or 1; nothing is 0.
    pub(super) fn flag(&self, report: &mut Report, column: &str) -> Option<bool> {
        let parse = |text: &str| match to_half_width(text).as_str() {
            "1" => Some(true),
            "0" | "" => Some(false),
            _ => None,
        };
        self.parsed(report, column, parse, "1（はい）または0（いいえ）を書いてください。")
    }

    /// A day: `2026-01-20`, `2026/1/20`, `2026年1月20日`.
    pub(super) fn day(&self, report: &mut Report, column: &str) -> Option<NaiveDate> {
        self.parsed(report, column, day, "日付は「2026-01-20」のように書いてください。")
    }

    /// A fiscal year, or nothing.
    #[expect(clippy::option_option, reason = "a cell that cannot be read is not an empty one")]
    pub(super) fn fiscal_year(&self, report: &mut Report, column: &str) -> Option<Option<i32>> {
        let parse = |text: &str| match to_half_width(text).as_str() {
            "" => Some(None),
            text => text
                .parse()
                .ok()
                .and_then(FiscalYear::new)
                .map(|year| Some(year.year())),
        };
        self.parsed(
            report,
            column,
            parse,
            "年度は「2026」のように書くか、空欄にしてください。",
        )
    }
}

/// A day of a year that a fiscal year can have.
fn day(text: &str) -> Option<NaiveDate> {
    let text = to_half_width(text);
    let day = ["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日"]
        .into_iter()
        .find_map(|format| NaiveDate::parse_from_str(&text, format).ok())?;
    FiscalYear::new(FiscalYear::of(day).year()).map(|_| day)
}

#[cfg(test)]
mod tests {
    use super::{Report, Table, day};

    fn read(file: &[u8]) -> (Option<Vec<String>>, Report) {
        let mut report = Report::default();
        let table = Table::read(file, &["name"], &mut report);
        let names = table.map(|table| {
            table
                .rows()
                .map(|row| format!("{}:{}", row.number(), row.text("name")))
                .collect()
        });
        (names, report)
    }

    #[test]
    fn a_table_is_read_with_commas_or_tabs_and_with_or_without_a_byte_order_mark() {
        let expected = Some(vec!["2:見本 太郎".to_owned()]);
        assert_eq!(read("code,name\n1,見本 太郎\n".as_bytes()).0, expected);
        assert_eq!(
            read("\u{feff}code,name\r\n1, 見本 太郎 \r\n\r\n".as_bytes()).0,
            expected
        );
        assert_eq!(read("# remark\ncode\tname\n1\t見本 太郎\n".as_bytes()).0, expected);
    }

    #[test]
    fn a_file_in_another_encoding_is_refused_as_a_whole() {
        let (table, report) = read(b"code,name\n1,\x8c\xa9\x96\x7b\n");
        assert!(table.is_none());
        assert_eq!(report.errors[0].row, 0);
        assert!(report.errors[0].sentence.contains("UTF-8"));
    }

    #[test]
    fn a_missing_column_and_a_row_of_another_length_are_named() {
        assert_eq!(read(b"code,nam\n1,x\n").1.errors[0].column, "name");
        let (table, report) = read(b"code,name\n1,x\n2\n3,y\n");
        assert_eq!(table, Some(vec!["2:x".to_owned(), "4:y".to_owned()]));
        assert_eq!(report.errors[0].row, 3);
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        for text in ["2026-01-20", "2026/1/20", "２０２６年１月２０日"] {
            assert_eq!(
                day(text).map(|day| day.to_string()).as_deref(),
                Some("2026-01-20"),
                "{text}"
            );
        }
        for text in ["", "2026-02-30", "20260120", "26-01-20", "9999-01-01"] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
