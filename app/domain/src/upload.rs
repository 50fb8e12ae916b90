//! A proof on its way in pieces: announced first, so that a cut line costs one piece and never the file.
//!
//! The browser cuts the file where [`piece_length`] says and the server expects it there, so both count alike.

use serde::{Deserialize, Serialize};

use crate::ids::UploadId;

/// The bytes of every piece but the last: 256 KiB, half a minute on a very slow line.
pub const PIECE_BYTES: u64 = 256 * 1024;
/// The most uploads of one application that can be under way: two claims with all their files.
pub const UPLOADS_OPEN_MAX: usize = 20;
/// An upload that did not move for this many hours is given up.
pub const UPLOAD_HOURS: i64 = 24;
/// Where [`UPLOADS_OPEN_MAX`] is reached, one that did not move for this many minutes makes room.
pub const UPLOAD_IDLE_MINUTES: i64 = 60;

/// Into how many pieces a file of this size is cut.
pub fn piece_count(size_bytes: u64) -> u32 {
    u32::try_from(size_bytes.div_ceil(PIECE_BYTES)).unwrap_or(u32::MAX)
}

/// How many bytes the piece of this number has, counted from 0; 0 for one beyond the file's end.
pub fn piece_length(size_bytes: u64, number: u32) -> u64 {
    size_bytes
        .saturating_sub(u64::from(number) * PIECE_BYTES)
        .min(PIECE_BYTES)
}

/// Whether this is a SHA-256 as it is written everywhere here: 64 digits, hexadecimal, in lower case.
pub fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

/// Where an upload stands: the answer to its announcement, and to the question after a cut.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadProgress {
    /// Which upload.
    pub id: UploadId,
    /// The numbers of the pieces that are there, in order. All of them once it is finished.
    pub present: Vec<u32>,
}

/// Why an upload does not go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum UploadRefusal {
    /// The announcement lacks a claim, a size or a fingerprint, or has one that cannot be.
    BadAnnouncement,
    /// A piece is not as long as the announced size makes it.
    WrongSize,
    /// It was to be finished, and not every piece is there.
    PieceMissing,
    /// A piece that was there is gone; the file has to be sent anew.
    PieceLost,
    /// What arrived is not what was announced.
    Altered,
    /// [`UPLOADS_OPEN_MAX`] uploads are under way.
    TooMany,
    /// The device does not give the file's content.
    Unreadable,
}

impl UploadRefusal {
    /// What the person who chose the file is told: what is wrong, and what to do.
    pub fn sentence(self) -> String {
        match self {
            UploadRefusal::BadAnnouncement => {
                "ファイルの送信を始められませんでした。画面を開き直して、ファイルをもう一度選んでください。".to_owned()
            }
            UploadRefusal::Unreadable => {
                "ファイルを読み取れませんでした。ファイルが移動・削除されていないことを確かめて、もう一度選んでください。".to_owned()
            }
            UploadRefusal::WrongSize => {
                "届いたファイルの大きさが、選んだファイルと違います。ファイルをもう一度選んで送ってください。"
                    .to_owned()
            }
            UploadRefusal::PieceMissing => {
                "ファイルの一部がまだ届いていません。「もう一度送る」を押すと、続きから送ります。".to_owned()
            }
            UploadRefusal::PieceLost => {
                "届いたファイルの一部が失われました。「もう一度送る」を押して、はじめから送ってください。".to_owned()
            }
            UploadRefusal::Altered => {
                "届いたファイルの内容が、選んだファイルと一致しません。送信中にファイルが変わったか、通信で\
                 壊れた可能性があります。ファイルをもう一度選んで送ってください。"
                    .to_owned()
            }
            UploadRefusal::TooMany => format!(
                "送信中のファイルが{UPLOADS_OPEN_MAX}個あります。ほかのファイルの送信が終わってから、もう一度送ってください。"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pieces_of_a_file_make_up_the_file() {
        for size in [
            1,
            PIECE_BYTES - 1,
            PIECE_BYTES,
            PIECE_BYTES + 1,
            1_300_000,
            20 * 1024 * 1024,
        ] {
            let count = piece_count(size);
            let lengths: Vec<u64> = (0..count).map(|number| piece_length(size, number)).collect();
            assert_eq!(lengths.iter().sum::<u64>(), size);
            assert!(lengths.iter().all(|length| (1..=PIECE_BYTES).contains(length)));
            assert_eq!(piece_length(size, count), 0);
        }
        assert_eq!(piece_count(1_300_000), 5);
        assert_eq!(piece_length(10, u32::MAX), 0);
    }

    #[test]
    fn a_fingerprint_has_sixty_four_lower_case_digits() {
        assert!(is_sha256(&"0a".repeat(32)));
        for text in ["", &"0".repeat(63), &"A".repeat(64), &"g".repeat(64), &"０".repeat(64)] {
            assert!(!is_sha256(text), "{text}");
        }
    }
}
