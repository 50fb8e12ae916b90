//! Pictures that are bombs, broken, or carry what nobody wanted to send.

use domain::evidence::{MediaType, PICTURE_MAX_SIDE, ProofRefusal};
use image::{DynamicImage, ImageBuffer, Rgb, Rgba, RgbaImage};

use crate::pdf_samples::packed;
use crate::picture_samples::{
    BLUE, RED, animated_webp, decoded, exif, extended_webp, is_about, jpeg, jpeg_with_exif, noise, png, png_chunk,
    png_header, png_with, size_of, two_colours, webp, webp_chunk, webp_data,
};
use crate::{holds, refused, taken};

#[test]
fn a_picture_that_claims_too_many_pixels_is_refused_by_its_header() {
    assert_eq!(refused(&png_header(60_000, 60_000)), ProofRefusal::TooManyPixels);
    assert_eq!(refused(&png_header(11_000, 11_000)), ProofRefusal::TooManyPixels);
    assert_eq!(
        refused(&png_header(PICTURE_MAX_SIDE + 1, 1)),
        ProofRefusal::TooManyPixels
    );
    let mut wide = jpeg(&two_colours(64, 64));
    let frame = wide.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
    wide[frame + 5..frame + 9].fill(0xfa);
    assert_eq!(refused(&wide), ProofRefusal::TooManyPixels);
    assert_eq!(
        refused(&animated_webp(16_384, 16_384, &[two_colours(8, 8)])),
        ProofRefusal::TooManyPixels
    );
}

#[test]
fn a_header_without_a_picture_is_refused() {
    for upload in [
        b"\xff\xd8\xff".to_vec(),
        b"\xff\xd8\xff\xe0\0\x10JFIF\0".to_vec(),
        b"\xff\xd8\xff\xd9".to_vec(),
        b"\x89PNG\r\n\x1a\n".to_vec(),
        b"RIFF\x04\0\0\0WEBP".to_vec(),
        png_header(100, 100),
        png_header(0, 0),
    ] {
        assert_eq!(refused(&upload), ProofRefusal::BrokenPicture, "{upload:x?}");
    }
}

#[test]
fn a_picture_that_was_cut_off_is_refused_wherever_it_was_cut() {
    let picture = noise(200, 200);
    for whole in [
        jpeg(&picture),
        jpeg_with_exif(&picture, Some(exif(6))),
        png(&picture),
        webp(&picture),
    ] {
        for tenth in 1..10 {
            let cut = &whole[..whole.len() * tenth / 10];
            assert_eq!(refused(cut), ProofRefusal::BrokenPicture, "{tenth} tenths");
        }
        let almost = &whole[..whole.len() - 13];
        assert_eq!(refused(almost), ProofRefusal::BrokenPicture);
    }
}

#[test]
fn a_picture_with_damaged_data_is_refused() {
    let mut damaged = png(&noise(100, 100));
    let middle = damaged.len() / 2;
    damaged[middle..middle + 64].fill(0xaa);
    assert_eq!(refused(&damaged), ProofRefusal::BrokenPicture);
}

#[test]
fn a_photo_taken_on_its_side_comes_out_upright_and_without_camera_or_place() {
    let upload = jpeg_with_exif(&two_colours(80, 40), Some(exif(6)));
    assert!(holds(&upload, b"GPSPLACE") && holds(&upload, b"MAKER-X"));
    let (inspected, copy) = taken(&upload);
    assert_eq!(
        (inspected.width, inspected.height, inspected.pages),
        (Some(40), Some(80), 1)
    );
    let picture = decoded(&copy);
    assert!(is_about(*picture.get_pixel(20, 5), RED) && is_about(*picture.get_pixel(20, 75), BLUE));
    for marker in [&b"Exif"[..], b"GPSPLACE", b"MAKER-X"] {
        assert!(!holds(&copy, marker));
    }
}

#[test]
fn every_orientation_of_a_camera_leads_to_the_same_upright_picture() {
    let upright = two_colours(60, 30);
    let stored = [
        (1, upright.clone()),
        (2, upright.fliph()),
        (3, upright.rotate180()),
        (4, upright.flipv()),
        (5, upright.rotate90().fliph()),
        (6, upright.rotate270()),
        (7, upright.rotate90().flipv()),
        (8, upright.rotate90()),
    ];
    for (orientation, stored) in stored {
        let (inspected, copy) = taken(&jpeg_with_exif(&stored, Some(exif(orientation))));
        assert_eq!(
            (inspected.width, inspected.height),
            (Some(60), Some(30)),
            "{orientation}"
        );
        let picture = decoded(&copy);
        assert!(is_about(*picture.get_pixel(4, 15), RED), "{orientation}");
        assert!(is_about(*picture.get_pixel(55, 15), BLUE), "{orientation}");
    }
}

#[test]
fn a_picture_with_nonsense_for_metadata_is_taken_without_it() {
    let (_, copy) = taken(&jpeg_with_exif(
        &two_colours(40, 40),
        Some(b"II*\0\xff\xff\xff\xffGPSPLACE".to_vec()),
    ));
    assert!(!holds(&copy, b"GPSPLACE"));
}

#[test]
fn what_is_hidden_behind_or_inside_a_picture_is_gone() {
    let page = b"<html><script>alert(1)</script></html>";
    let zip = b"PK\x03\x04\x14\0payload";
    let picture = two_colours(40, 40);
    let length = u16::try_from(page.len() + 2).unwrap();
    let comment = [&b"\xff\xfe"[..], &length.to_be_bytes(), page].concat();
    let plain = jpeg(&picture);
    let commented = [&plain[..2], &comment, &plain[2..]].concat();
    let text = png_chunk(*b"tEXt", &[&b"Comment\0"[..], page].concat());
    for upload in [
        [plain.clone(), page.to_vec()].concat(),
        [plain, zip.to_vec()].concat(),
        [png(&picture), page.to_vec()].concat(),
        [png(&picture), zip.to_vec()].concat(),
        [webp(&picture), page.to_vec()].concat(),
        png_with(&png(&picture), &[text]),
        png_with(&png(&picture), &[png_chunk(*b"eXIf", &exif(1))]),
        extended_webp(0x08, 40, 40, &[webp_data(&picture), webp_chunk(*b"EXIF", &exif(1))]),
        commented,
    ] {
        let (_, copy) = taken(&upload);
        for marker in [&b"script"[..], b"payload", b"GPSPLACE", b"MAKER-X"] {
            assert!(!holds(&copy, marker), "{}", String::from_utf8_lossy(marker));
        }
    }
}

#[test]
fn a_text_in_a_png_that_unpacks_to_gigabytes_does_no_harm() {
    let text = png_chunk(
        *b"zTXt",
        &[&b"Comment\0\0"[..], &packed(&vec![b' '; 200 << 20])].concat(),
    );
    let texts: Vec<Vec<u8>> = std::iter::repeat_n(text, 20).collect();
    let (inspected, _) = taken(&png_with(&png(&two_colours(40, 40)), &texts));
    assert_eq!(inspected.media_type, MediaType::Png);
}

#[test]
fn of_an_animation_the_first_frame_is_kept() {
    let (first, second) = (two_colours(16, 16), two_colours(16, 16).fliph());
    let still = png(&first);
    let (inspected, copy) = taken(&animated_webp(16, 16, &[first, second]));
    assert_eq!(inspected.media_type, MediaType::Jpeg);
    assert!(is_about(*decoded(&copy).get_pixel(2, 8), RED));

    let control = png_chunk(*b"acTL", &[0, 0, 0, 1, 0, 0, 0, 0]);
    let (_, copy) = taken(&png_with(&still, &[control]));
    assert!(is_about(*decoded(&copy).get_pixel(2, 8), RED));
}

#[test]
fn a_large_photo_is_shrunk_to_what_a_reader_needs() {
    let (inspected, copy) = taken(&jpeg(&two_colours(6_000, 4_000)));
    assert_eq!((inspected.width, inspected.height), (Some(2_400), Some(1_600)));
    assert_eq!(size_of(&copy), (2_400, 1_600));
    let (inspected, _) = taken(&png(&two_colours(PICTURE_MAX_SIDE, 1)));
    assert_eq!((inspected.width, inspected.height), (Some(2_400), Some(1)));
}

#[test]
fn the_largest_picture_of_all_fits_into_the_limits_of_the_child() {
    let deep = ImageBuffer::from_pixel(8_300, 6_000, Rgba([60_000_u16, 1_000, 1_000, 65_535]));
    let (inspected, copy) = taken(&png(&DynamicImage::ImageRgba16(deep)));
    assert_eq!((inspected.width, inspected.height), (Some(2_400), Some(1_735)));
    assert!(is_about(*decoded(&copy).get_pixel(5, 5), [233, 4, 4]));
}

#[test]
fn a_screenshot_stays_a_png_and_a_photo_saved_as_png_becomes_a_jpeg() {
    let (inspected, _) = taken(&png(&two_colours(800, 600)));
    assert_eq!(inspected.media_type, MediaType::Png);
    let (inspected, copy) = taken(&png(&noise(1_500, 1_500)));
    assert_eq!(inspected.media_type, MediaType::Jpeg);
    assert!(copy.starts_with(b"\xff\xd8\xff"));
}

#[test]
fn what_is_transparent_is_white_in_a_jpeg() {
    let half = RgbaImage::from_fn(20, 20, |x, _| {
        if x < 10 {
            Rgba([0, 0, 0, 0])
        } else {
            Rgba([20, 20, 220, 255])
        }
    });
    let (inspected, copy) = taken(&webp(&half.into()));
    assert_eq!(inspected.media_type, MediaType::Jpeg);
    let picture = decoded(&copy);
    assert!(is_about(*picture.get_pixel(2, 10), [255, 255, 255]) && is_about(*picture.get_pixel(17, 10), BLUE));
}

#[test]
fn odd_but_honest_pictures_are_taken() {
    let grey = DynamicImage::ImageLuma8(two_colours(30, 20).into_luma8());
    let deep_grey = DynamicImage::ImageLuma16(two_colours(30, 20).into_luma16());
    let grey_with_alpha = DynamicImage::ImageLumaA8(two_colours(30, 20).into_luma_alpha8());
    let deep = DynamicImage::ImageRgb16(ImageBuffer::from_pixel(30, 20, Rgb([9_u16, 9, 9])));
    for upload in [
        jpeg(&grey),
        png(&grey),
        png(&deep_grey),
        png(&grey_with_alpha),
        png(&deep),
    ] {
        let (inspected, copy) = taken(&upload);
        assert_eq!(size_of(&copy), (30, 20));
        assert_eq!((inspected.width, inspected.height), (Some(30), Some(20)));
    }
    let (inspected, _) = taken(&png(&two_colours(1, 1)));
    assert_eq!((inspected.width, inspected.height), (Some(1), Some(1)));
}
