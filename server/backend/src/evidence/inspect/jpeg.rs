//! The parts of a JPEG file: whether it is whole, and the same picture without what was written beside it.

use std::ops::Range;

const START_OF_IMAGE: u8 = 0xd8;
const END_OF_IMAGE: u8 = 0xd9;
const START_OF_SCAN: u8 = 0xda;
const COMMENT: u8 = 0xfe;
/// Says how the colours are stored; a reader needs it.
const APP_ADOBE: u8 = 0xee;

/// One marker with everything that belongs to it; to a scan belongs its data.
struct Part {
    marker: u8,
    range: Range<usize>,
}

/// Whether the file goes on to its end marker. Decoders fill what is missing with grey and say nothing.
pub(super) fn is_whole(bytes: &[u8]) -> bool {
    parts(bytes).is_some()
}

/// The same picture without camera data, place, thumbnails, comments, and whatever follows its end. `None` if the
/// file is not whole.
pub(super) fn without_metadata(bytes: &[u8]) -> Option<Vec<u8>> {
    let kept = parts(bytes)?.into_iter().filter(|part| !is_metadata(part.marker));
    Some(kept.flat_map(|part| bytes[part.range].iter().copied()).collect())
}

fn is_metadata(marker: u8) -> bool {
    matches!(marker, 0xe1..=0xef | COMMENT) && marker != APP_ADOBE
}

fn parts(bytes: &[u8]) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut position = 0;
    loop {
        // Like every reader, step over what stands between two parts.
        let start = position + bytes.get(position..)?.windows(2).position(is_marker)?;
        let marker = bytes[start + 1];
        position = match marker {
            START_OF_IMAGE | END_OF_IMAGE => start + 2,
            _ => {
                let length = bytes.get(start + 2..start + 4)?;
                let end = start + 2 + usize::from(u16::from_be_bytes([length[0], length[1]]));
                if marker == START_OF_SCAN {
                    end + bytes.get(end..)?.windows(2).position(is_marker)?
                } else {
                    end
                }
            }
        };
        parts.push(Part {
            marker,
            range: start..position,
        });
        if marker == END_OF_IMAGE {
            return Some(parts);
        }
    }
}

/// Whether two bytes are a marker: not an escaped 0xff, not filling, not one of those that stand inside a scan.
fn is_marker(pair: &[u8]) -> bool {
    pair[0] == 0xff && !matches!(pair[1], 0x00 | 0x01 | 0xd0..=0xd7 | 0xff)
}
