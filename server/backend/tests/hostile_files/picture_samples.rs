//! Pictures made by code, good ones and the parts that hostile ones are put together from.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{DynamicImage, ImageEncoder, Rgb, RgbImage};

pub(crate) const RED: [u8; 3] = [220, 20, 20];
pub(crate) const BLUE: [u8; 3] = [20, 20, 220];

/// Red on the left, blue on the right.
pub(crate) fn two_colours(width: u32, height: u32) -> DynamicImage {
    RgbImage::from_fn(width, height, |x, _| Rgb(if x < width / 2 { RED } else { BLUE })).into()
}

/// Every pixel another colour, so that nothing can be packed.
pub(crate) fn noise(width: u32, height: u32) -> DynamicImage {
    let mut state = 1_u32;
    RgbImage::from_fn(width, height, |_, _| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        let [a, b, c, _] = state.to_le_bytes();
        Rgb([a, b, c])
    })
    .into()
}

pub(crate) fn jpeg(picture: &DynamicImage) -> Vec<u8> {
    jpeg_with_exif(picture, None)
}

pub(crate) fn jpeg_with_exif(picture: &DynamicImage, exif: Option<Vec<u8>>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 95);
    if let Some(exif) = exif {
        encoder.set_exif_metadata(exif).expect("JPEG holds EXIF");
    }
    picture.write_with_encoder(encoder).expect("the picture can be encoded");
    bytes
}

pub(crate) fn png(picture: &DynamicImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    picture
        .write_with_encoder(PngEncoder::new(&mut bytes))
        .expect("the picture can be encoded");
    bytes
}

pub(crate) fn webp(picture: &DynamicImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    picture
        .write_with_encoder(WebPEncoder::new_lossless(&mut bytes))
        .expect("the picture can be encoded");
    bytes
}

pub(crate) fn decoded(bytes: &[u8]) -> RgbImage {
    image::load_from_memory(bytes)
        .expect("the copy can be decoded")
        .into_rgb8()
}

/// Whether a pixel has this colour, give or take what JPEG changes.
pub(crate) fn is_about(pixel: Rgb<u8>, colour: [u8; 3]) -> bool {
    pixel.0.iter().zip(colour).all(|(a, b)| a.abs_diff(b) < 40)
}

/// EXIF with an orientation, a maker, and a place with the marker `GPSPLACE`.
pub(crate) fn exif(orientation: u8) -> Vec<u8> {
    let mut exif = b"II*\0\x08\0\0\0".to_vec();
    exif.extend(3_u16.to_le_bytes());
    exif.extend([0x0f, 1, 2, 0, 8, 0, 0, 0, 74, 0, 0, 0]); // Make, 8 characters at 74
    exif.extend([0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]); // Orientation
    exif.extend([0x25, 0x88, 4, 0, 1, 0, 0, 0, 50, 0, 0, 0]); // the place's own table at 50
    exif.extend([0; 4]);
    exif.extend([1, 0, 0x1b, 0, 2, 0, 8, 0, 0, 0, 82, 0, 0, 0, 0, 0, 0, 0]); // how the place was found, at 82
    exif.resize(74, 0);
    exif.extend(b"MAKER-X\0GPSPLACE");
    exif
}

/// One chunk of a PNG with its checksum.
pub(crate) fn png_chunk(kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    let body = [&kind[..], data].concat();
    let length = u32::try_from(data.len()).expect("a chunk is short");
    [&length.to_be_bytes()[..], &body, &checksum(&body).to_be_bytes()].concat()
}

/// A PNG with these chunks put in behind its header.
pub(crate) fn png_with(png: &[u8], chunks: &[Vec<u8>]) -> Vec<u8> {
    let header = 8 + 25;
    [&png[..header], &chunks.concat(), &png[header..]].concat()
}

/// The beginning of a PNG of this size, with a data chunk that holds next to nothing.
pub(crate) fn png_header(width: u32, height: u32) -> Vec<u8> {
    let size = [width.to_be_bytes(), height.to_be_bytes()].concat();
    let header = [&size[..], &[8, 2, 0, 0, 0]].concat();
    [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        png_chunk(*b"IHDR", &header),
        png_chunk(*b"IDAT", b"\x78\x9c\x03\0\0\0\0\x01"),
        png_chunk(*b"IEND", b""),
    ]
    .concat()
}

fn checksum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            if sum & 1 == 1 {
                (sum >> 1) ^ 0xedb8_8320
            } else {
                sum >> 1
            }
        })
    })
}

/// One chunk of a WebP file.
pub(crate) fn webp_chunk(kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len()).expect("a chunk is short");
    let padding = &[0][..data.len() % 2];
    [&kind[..], &length.to_le_bytes(), data, padding].concat()
}

/// A WebP file with an extended header: `flags` says what follows, the size is the canvas.
pub(crate) fn extended_webp(flags: u8, width: u32, height: u32, chunks: &[Vec<u8>]) -> Vec<u8> {
    let three_bytes = |side: u32| (side - 1).to_le_bytes()[..3].to_vec();
    let header = [vec![flags, 0, 0, 0], three_bytes(width), three_bytes(height)].concat();
    let body = [b"WEBP".to_vec(), webp_chunk(*b"VP8X", &header), chunks.concat()].concat();
    let length = u32::try_from(body.len()).expect("a sample is short");
    [&b"RIFF"[..], &length.to_le_bytes(), &body].concat()
}

/// A moving WebP picture.
pub(crate) fn animated_webp(width: u32, height: u32, frames: &[DynamicImage]) -> Vec<u8> {
    let mut chunks = vec![webp_chunk(*b"ANIM", &[255, 255, 255, 255, 0, 0])];
    for frame in frames {
        let side = |length: u32| (length - 1).to_le_bytes()[..3].to_vec();
        let place = [
            vec![0; 6],
            side(frame.width()),
            side(frame.height()),
            vec![100, 0, 0, 0],
        ]
        .concat();
        chunks.push(webp_chunk(*b"ANMF", &[place, webp_data(frame)].concat()));
    }
    extended_webp(0x02, width, height, &chunks)
}

/// The chunk that holds the picture of a plain WebP file.
pub(crate) fn webp_data(picture: &DynamicImage) -> Vec<u8> {
    webp(picture)[12..].to_vec()
}

/// The size of a picture, without decoding it.
pub(crate) fn size_of(bytes: &[u8]) -> (u32, u32) {
    image::ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .expect("the copy can be read")
        .into_dimensions()
        .expect("the copy has a size")
}
