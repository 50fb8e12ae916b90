//! Pictures: decoded within limits, turned upright, shrunk, and encoded anew, so that nothing but the pixels is kept.

use std::io::Cursor;

use domain::evidence::{MediaType, PICTURE_KEPT_SIDE, PICTURE_MAX_PIXELS, PICTURE_MAX_SIDE, ProofRefusal};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType as PngFilter, PngEncoder};
use image::error::LimitErrorKind;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, Rgb, RgbImage};

use super::jpeg;

/// Writing shows no artefacts at this quality, and a page takes about 1 MB.
const JPEG_QUALITY: u8 = 88;
/// A PNG above this size is a photo and not a screenshot; as a JPEG it takes a tenth.
const PNG_MAX_BYTES: usize = 5 * 1024 * 1024;
/// What a decoder may allocate, in bytes: the most pixels that are taken, with 16 bits in four channels.
const DECODER_MAX_BYTES: u64 = PICTURE_MAX_PIXELS * 8 + 32 * 1024 * 1024;

/// A picture as it will be stored.
pub(super) struct Picture {
    pub(super) media_type: MediaType,
    pub(super) bytes: Vec<u8>,
    pub(super) width: u32,
    pub(super) height: u32,
}

/// Makes the copy of a picture of this type. Of an animation it is the first frame.
pub(super) fn encoded_anew(upload: &[u8], media_type: MediaType) -> Result<Picture, ProofRefusal> {
    if media_type == MediaType::Jpeg && !jpeg::is_whole(upload) {
        return Err(ProofRefusal::BrokenPicture);
    }
    let mut decoder = limited_decoder(upload, media_type).map_err(|error| refusal(&error))?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > PICTURE_MAX_PIXELS {
        return Err(ProofRefusal::TooManyPixels);
    }
    // Metadata that cannot be read says nothing about the pixels.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let original = DynamicImage::from_decoder(decoder).map_err(|error| refusal(&error))?;
    let mut picture = shrunk(with_eight_bits(original));
    // Turned after it was shrunk: turning needs a second copy in memory.
    picture.apply_orientation(orientation);
    encoded(&picture, media_type).map_err(|_| ProofRefusal::BrokenPicture)
}

fn limited_decoder(upload: &[u8], media_type: MediaType) -> Result<impl ImageDecoder + '_, ImageError> {
    let format = match media_type {
        MediaType::Png => ImageFormat::Png,
        MediaType::WebP => ImageFormat::WebP,
        MediaType::Jpeg | MediaType::Pdf => ImageFormat::Jpeg,
    };
    let mut limits = Limits::default();
    limits.max_image_width = Some(PICTURE_MAX_SIDE);
    limits.max_image_height = Some(PICTURE_MAX_SIDE);
    limits.max_alloc = Some(DECODER_MAX_BYTES);
    let mut reader = ImageReader::with_format(Cursor::new(upload), format);
    reader.limits(limits);
    // Compares the size in the header with the limits before anything is decoded.
    reader.into_decoder()
}

fn refusal(error: &ImageError) -> ProofRefusal {
    match error {
        ImageError::Limits(limit) if limit.kind() == LimitErrorKind::DimensionError => ProofRefusal::TooManyPixels,
        _ => ProofRefusal::BrokenPicture,
    }
}

fn with_eight_bits(picture: DynamicImage) -> DynamicImage {
    match picture {
        DynamicImage::ImageLuma16(_) => picture.into_luma8().into(),
        DynamicImage::ImageLumaA16(_) => picture.into_luma_alpha8().into(),
        DynamicImage::ImageRgb16(_) | DynamicImage::ImageRgb32F(_) => picture.into_rgb8().into(),
        DynamicImage::ImageRgba16(_) | DynamicImage::ImageRgba32F(_) => picture.into_rgba8().into(),
        _ => picture,
    }
}

fn shrunk(picture: DynamicImage) -> DynamicImage {
    if picture.width().max(picture.height()) <= PICTURE_KEPT_SIDE {
        return picture;
    }
    picture.resize(PICTURE_KEPT_SIDE, PICTURE_KEPT_SIDE, FilterType::Triangle)
}

/// PNG stays PNG unless that is wasteful; everything else becomes JPEG, WebP too, which not every reader opens.
fn encoded(picture: &DynamicImage, uploaded: MediaType) -> Result<Picture, ImageError> {
    let (width, height) = (picture.width(), picture.height());
    if uploaded == MediaType::Png {
        let bytes = as_png(picture)?;
        if bytes.len() <= PNG_MAX_BYTES {
            return Ok(Picture {
                media_type: MediaType::Png,
                bytes,
                width,
                height,
            });
        }
    }
    Ok(Picture {
        media_type: MediaType::Jpeg,
        bytes: as_jpeg(picture)?,
        width,
        height,
    })
}

fn as_png(picture: &DynamicImage) -> Result<Vec<u8>, ImageError> {
    let mut bytes = Vec::new();
    picture.write_with_encoder(PngEncoder::new_with_quality(
        &mut bytes,
        CompressionType::Default,
        PngFilter::Adaptive,
    ))?;
    Ok(bytes)
}

fn as_jpeg(picture: &DynamicImage) -> Result<Vec<u8>, ImageError> {
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
    match picture {
        DynamicImage::ImageLuma8(_) | DynamicImage::ImageRgb8(_) => picture.write_with_encoder(encoder)?,
        _ => DynamicImage::from(on_white_paper(picture)).write_with_encoder(encoder)?,
    }
    Ok(bytes)
}

/// JPEG knows no transparency: what shows through is white, as in print.
fn on_white_paper(picture: &DynamicImage) -> RgbImage {
    let mut paper = RgbImage::new(picture.width(), picture.height());
    for (on_paper, pixel) in paper.pixels_mut().zip(picture.to_rgba8().pixels()) {
        let [red, green, blue, alpha] = pixel.0;
        *on_paper = Rgb([
            over_white(red, alpha),
            over_white(green, alpha),
            over_white(blue, alpha),
        ]);
    }
    paper
}

fn over_white(channel: u8, alpha: u8) -> u8 {
    let (channel, alpha) = (u16::from(channel), u16::from(alpha));
    u8::try_from((channel * alpha + 255 * (255 - alpha) + 127) / 255).unwrap_or(u8::MAX)
}
