//! Pictures before they are sent: upright, no larger than a reader needs, without the place where they were taken, and
//! looked at. Whatever the browser cannot do is left to the server, which does all of it once more.

use domain::evidence::legible::{Grey, Hint, SAMPLE_SIDE, hint};
use domain::evidence::shrink::{PICTURE_DECODED_MAX_BYTES, SENT_JPEG_QUALITY, fitted, is_worth_it, jpeg_name};
use domain::evidence::{MediaType, PICTURE_KEPT_SIDE, PROOF_MAX_BYTES, ProofRefusal};
use js_sys::futures::JsFuture;
use js_sys::{Array, Promise, Reflect};
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Blob, CanvasRenderingContext2d, File, FilePropertyBag, HtmlCanvasElement, ImageBitmap, ImageBitmapOptions,
    ImageOrientation,
};

use super::browser::ChosenFile;

/// A file as it will be sent.
pub(super) struct Prepared {
    /// The chosen file itself, or what was made of it.
    pub(super) file: ChosenFile,
    pub(super) is_picture: bool,
    /// What may be wrong with what it shows.
    pub(super) hint: Option<Hint>,
}

/// Prepares a file whose first bytes say what it is. A photo of an iPhone is taken where this browser can read it.
pub(super) async fn prepare(
    chosen: ChosenFile,
    sniffed: Result<MediaType, ProofRefusal>,
) -> Result<Prepared, ProofRefusal> {
    let media_type = match sniffed {
        Ok(media_type) => Some(media_type),
        Err(ProofRefusal::Heic) => None,
        Err(refusal) => return Err(refusal),
    };
    let is_picture = media_type != Some(MediaType::Pdf);
    let (made, hint) = if is_picture && chosen.size() <= PICTURE_DECODED_MAX_BYTES {
        improved(&chosen, media_type).await.unwrap_or_default()
    } else {
        (None, None)
    };
    let file = match (made, media_type) {
        (None, None) => return Err(ProofRefusal::Heic),
        (made, _) => made.unwrap_or(chosen),
    };
    // Only now: a photo that is too large may have become small enough.
    if file.size() > PROOF_MAX_BYTES {
        return Err(ProofRefusal::TooLarge);
    }
    Ok(Prepared { file, is_picture, hint })
}

/// What is better sent instead, if anything is, and what the picture looks like.
async fn improved(
    chosen: &ChosenFile,
    media_type: Option<MediaType>,
) -> Result<(Option<ChosenFile>, Option<Hint>), JsValue> {
    let picture = decoded(chosen.as_file()).await?;
    // What it looks like is worth nothing to the sending: a failure here stops nothing.
    let seen = sample(&picture).ok().flatten().as_ref().and_then(hint);
    let made = if is_worth_it(media_type, chosen.size(), picture.width(), picture.height()) {
        encoded(&picture, &jpeg_name(&chosen.name())).await.ok()
    } else {
        None
    };
    picture.close();
    let made = made.filter(|made| made.size() > 0 && (media_type.is_none() || made.size() < chosen.size()));
    Ok((made, seen))
}

/// The picture as it is shown, turned upright.
async fn decoded(file: &File) -> Result<ImageBitmap, JsValue> {
    let options = ImageBitmapOptions::new();
    // An old browser that does not know the word refuses, and the file is then sent as it is.
    options.set_image_orientation(ImageOrientation::FromImage);
    let promise = window().create_image_bitmap_with_blob_and_image_bitmap_options(file, &options)?;
    JsFuture::from(promise).await?.dyn_into()
}

/// A copy whose longer side is at most `longest`, on white paper.
fn drawn(picture: &ImageBitmap, longest: u32) -> Result<(HtmlCanvasElement, CanvasRenderingContext2d), JsValue> {
    let (width, height) = fitted(picture.width(), picture.height(), longest);
    let canvas: HtmlCanvasElement = document().create_element("canvas")?.unchecked_into();
    canvas.set_width(width);
    canvas.set_height(height);
    let context: CanvasRenderingContext2d = canvas.get_context("2d")?.ok_or(JsValue::NULL)?.unchecked_into();
    let (width, height) = (f64::from(width), f64::from(height));
    context.set_fill_style_str("#fff");
    context.fill_rect(0.0, 0.0, width, height);
    // Without it print that is shrunk far loses strokes.
    Reflect::set(&context, &"imageSmoothingQuality".into(), &"high".into())?;
    context.draw_image_with_image_bitmap_and_dw_and_dh(picture, 0.0, 0.0, width, height)?;
    Ok((canvas, context))
}

/// A small grey copy.
fn sample(picture: &ImageBitmap) -> Result<Option<Grey>, JsValue> {
    let (canvas, context) = drawn(picture, SAMPLE_SIDE)?;
    let (width, height) = (canvas.width(), canvas.height());
    let pixels = context.get_image_data(0.0, 0.0, f64::from(width), f64::from(height))?;
    let grey = Grey::of_rgba(width, &pixels.data());
    let_go(&canvas);
    Ok(grey)
}

/// The picture as a JPEG without anything but its pixels.
async fn encoded(picture: &ImageBitmap, name: &str) -> Result<ChosenFile, JsValue> {
    let (canvas, _) = drawn(picture, PICTURE_KEPT_SIDE)?;
    let mime = MediaType::Jpeg.mime();
    let promise = Promise::new(&mut |resolve, reject| {
        let quality = JsValue::from_f64(SENT_JPEG_QUALITY);
        if let Err(error) = canvas.to_blob_with_type_and_encoder_options(&resolve, mime, &quality) {
            let _ = reject.call1(&JsValue::NULL, &error);
        }
    });
    let blob: Blob = JsFuture::from(promise).await?.dyn_into()?;
    let_go(&canvas);
    let options = FilePropertyBag::new();
    options.set_type(mime);
    let file = File::new_with_blob_sequence_and_options(&Array::of1(&blob), name, &options)?;
    Ok(ChosenFile::made(file))
}

/// Gives a canvas's memory back at once: an iPhone has little, and counts canvases that wait to be collected.
fn let_go(canvas: &HtmlCanvasElement) {
    canvas.set_width(0);
    canvas.set_height(0);
}
