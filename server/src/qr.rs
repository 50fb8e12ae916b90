//! QR codes as the path of an SVG picture: squares drawn by the page itself need no image file and no inline style.

use std::fmt::Write as _;

use app::camera::QrPicture;
use qrcode::{Color, EcLevel, QrCode};

/// The code of a text; none where it is longer than a code can hold.
pub fn picture(text: &str) -> Option<QrPicture> {
    // M mends what a reflection on the screen hides.
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let side = code.width();
    let mut path = String::new();
    for (y, row) in code.to_colors().chunks(side).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|one, next| one == next) {
            if run.first() == Some(&Color::Dark) {
                // Writing to a String cannot fail.
                let _ = write!(path, "M{x} {y}h{0}v1h-{0}z", run.len());
            }
            x += run.len();
        }
    }
    Some(QrPicture { side, path })
}

#[cfg(test)]
mod tests {
    use super::picture;

    /// Draws the path back into squares.
    fn squares(path: &str, side: usize) -> Vec<Vec<bool>> {
        let mut rows = vec![vec![false; side]; side];
        for run in path.split('M').skip(1) {
            let (x, rest) = run.split_once(' ').expect("a place");
            let (y, rest) = rest.split_once('h').expect("a row");
            let (length, _) = rest.split_once('v').expect("a length");
            let number = |text: &str| text.parse::<usize>().expect("a number");
            rows[number(y)][number(x)..][..number(length)].fill(true);
        }
        rows
    }

    #[test]
    fn the_path_has_the_three_corners_by_which_a_reader_finds_the_code() {
        let address = format!("https://shuryo.example.jp/camera/{}", "0123456789abcdef".repeat(2));
        let picture = picture(&address).expect("a code");
        let rows = squares(&picture.path, picture.side);
        let corner = |left: usize, top: usize| {
            (0..7).all(|y| {
                (0..7).all(|x| {
                    let edge = x == 0 || x == 6 || y == 0 || y == 6;
                    let middle = (2..=4).contains(&x) && (2..=4).contains(&y);
                    rows[top + y][left + x] == (edge || middle)
                })
            })
        };
        let far = picture.side - 7;
        assert!(corner(0, 0) && corner(far, 0) && corner(0, far), "{picture:?}");
    }

    #[test]
    fn a_text_that_no_code_can_hold_has_no_picture() {
        assert_eq!(picture(&"x".repeat(5_000)), None);
    }
}
