//! Pictures before they are sent: which of them are larger than a reader needs, and what they become.

use super::{MediaType, PICTURE_KEPT_SIDE};

/// A picture of at most this size is sent as it is if its sides fit too, in bytes (1 MiB): encoding it anew would cost
/// more sharpness than it saves time. Screenshots and scans in PNG lie below it, photos in PNG above.
pub const PICTURE_LIGHT_BYTES: u64 = 1024 * 1024;
/// The largest picture that a browser is asked to decode, in bytes: beyond it a phone may end the page.
pub const PICTURE_DECODED_MAX_BYTES: u64 = 100 * 1024 * 1024;
/// The quality of the JPEG that is sent, of 1. A little above the server's, which encodes it once more.
pub const SENT_JPEG_QUALITY: f64 = 0.9;

/// Whether it is worth to shrink a picture, or to encode it anew, before it is sent. `None` is a type that only this
/// browser can read, which is always worth it.
pub fn is_worth_it(media_type: Option<MediaType>, bytes: u64, width: u32, height: u32) -> bool {
    let too_long = width.max(height) > PICTURE_KEPT_SIDE;
    match media_type {
        None => true,
        Some(MediaType::Pdf) => false,
        // A large screenshot of few colours is smaller, and sharper, as it is.
        Some(MediaType::Png) => bytes > PICTURE_LIGHT_BYTES,
        Some(MediaType::Jpeg | MediaType::WebP) => too_long || bytes > PICTURE_LIGHT_BYTES,
    }
}

/// The size of a picture whose longer side may have `longest` pixels. It keeps its shape and never grows; no side is 0.
pub fn fitted(width: u32, height: u32, longest: u32) -> (u32, u32) {
    let side = width.max(height);
    if side <= longest {
        return (width.max(1), height.max(1));
    }
    let scaled = |length: u32| {
        let rounded = (u64::from(length) * u64::from(longest) + u64::from(side) / 2) / u64::from(side);
        u32::try_from(rounded).unwrap_or(longest).max(1)
    };
    (scaled(width), scaled(height))
}

/// The name of a file that has become a JPEG: its own, with another ending if the old one would mislead.
pub fn jpeg_name(name: &str) -> String {
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() => (stem, ending),
        _ => (name, ""),
    };
    match ending.to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" => name.to_owned(),
        "png" | "webp" | "heic" | "heif" => format!("{stem}.jpg"),
        _ => format!("{name}.jpg"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{PICTURE_LIGHT_BYTES, fitted, is_worth_it, jpeg_name};
    use crate::evidence::{MediaType, PICTURE_KEPT_SIDE};

    #[test]
    fn a_photo_is_shrunk_and_a_screenshot_is_not() {
        let (photo, light) = (4 * 1024 * 1024, PICTURE_LIGHT_BYTES);
        assert!(is_worth_it(Some(MediaType::Jpeg), photo, 4_032, 3_024));
        assert!(
            is_worth_it(Some(MediaType::Jpeg), light, 4_032, 3_024),
            "the server would shrink it"
        );
        assert!(is_worth_it(Some(MediaType::Png), photo, 1_170, 2_532));
        assert!(is_worth_it(None, 1, 10, 10), "HEIC");
        assert!(!is_worth_it(Some(MediaType::Jpeg), light, 1_600, 1_200));
        assert!(!is_worth_it(Some(MediaType::Png), light, 1_170, 2_532));
        assert!(!is_worth_it(Some(MediaType::Pdf), photo, 4_032, 3_024));
    }

    #[test]
    fn a_file_that_became_a_jpeg_says_so() {
        for (before, after) in [
            ("IMG_0001.HEIC", "IMG_0001.jpg"),
            ("IMG_0001.JPG", "IMG_0001.JPG"),
            ("写真.png", "写真.jpg"),
            ("当番表 1.2月", "当番表 1.2月.jpg"),
            ("写真", "写真.jpg"),
            (".png", ".png.jpg"),
        ] {
            assert_eq!(jpeg_name(before), after);
        }
    }

    proptest! {
        #[test]
        fn a_fitted_picture_fits_keeps_its_shape_and_never_grows(width in 1_u32..20_000, height in 1_u32..20_000) {
            let (w, h) = fitted(width, height, PICTURE_KEPT_SIDE);
            prop_assert!(w >= 1 && h >= 1 && w <= width && h <= height);
            prop_assert!(w.max(h) <= PICTURE_KEPT_SIDE);
            prop_assert_eq!(w.max(h), width.max(height).min(PICTURE_KEPT_SIDE));
            // Half a pixel of the shorter side is all that rounding may cost.
            let exact = f64::from(width.min(height)) * f64::from(w.max(h)) / f64::from(width.max(height));
            prop_assert!((f64::from(w.min(h)) - exact.max(1.0)).abs() <= 0.51);
        }
    }
}
