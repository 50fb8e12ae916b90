//! Pages drawn as pictures: a copy looks like its original, and what cannot be drawn ends quietly.

use std::fs;
use std::time::Duration;

use backend::evidence::inspect::InspectError;
use domain::evidence::ProofRefusal;
use image::RgbImage;
use lopdf::{Dictionary, Object, Stream, dictionary};

use crate::pdf_samples::{Sample, blue_form, packed_stream};
use crate::picture_samples::{decoded, is_about};
use crate::{Desk, inspector, wait_for};

const RED: [u8; 3] = [255, 0, 0];
const BLUE: [u8; 3] = [0, 0, 255];
const WHITE: [u8; 3] = [255, 255, 255];

/// Draws page `index` of the copy of this upload, 600 pixels at its longer side.
fn drawn(upload: &[u8], index: u32) -> Result<RgbImage, InspectError> {
    let desk = Desk::with(upload);
    desk.inspected()?;
    let picture = desk.upload().with_extension("png");
    let inspector = inspector().with_time_limit(Duration::from_secs(8));
    wait_for(inspector.render_page(&desk.copy(), index, &picture, 600))?;
    Ok(decoded(&fs::read(picture).expect("the picture can be read")))
}

/// The colour at a place given in points from the lower left corner of the sample's page.
fn shows(picture: &RgbImage, x: u32, y: u32, colour: [u8; 3]) -> bool {
    is_about(*picture.get_pixel(x * 2, 599 - y * 2), colour)
}

#[test]
fn a_page_is_drawn_on_white_paper_in_the_wanted_size() {
    let picture = drawn(&Sample::new().saved(), 0).unwrap();
    assert_eq!(picture.dimensions(), (400, 600));
    assert!(shows(&picture, 50, 50, RED) && shows(&picture, 150, 250, WHITE));
}

#[test]
fn a_page_that_does_not_exist_is_refused() {
    let result = drawn(&Sample::new().saved(), 1);
    assert_eq!(result, Err(InspectError::Refused(ProofRefusal::BrokenPdf)));
}

#[test]
fn what_a_page_has_from_its_tree_stays_with_it() {
    let mut sample = Sample::new();
    let (tree, page) = (sample.tree, sample.page);
    let form = sample.add(blue_form());
    let content = sample.add(Stream::new(Dictionary::new(), b"/Inherited Do".to_vec()));
    sample
        .document
        .objects
        .insert(page, dictionary! { "Type" => "Page", "Contents" => content }.into());
    sample.set(
        tree,
        "Resources",
        dictionary! { "XObject" => dictionary! { "Inherited" => form } },
    );
    sample
        .set(tree, "MediaBox", vec![0.into(), 0.into(), 300.into(), 200.into()])
        .set(tree, "Rotate", 90);
    let picture = drawn(&sample.saved(), 0).unwrap();
    assert_eq!(picture.dimensions(), (400, 600));
    // The lower left corner is the upper left one after a quarter turn to the right.
    assert!(is_about(*picture.get_pixel(10, 10), BLUE) && is_about(*picture.get_pixel(390, 590), WHITE));
}

#[test]
fn a_seal_or_a_filled_in_field_on_a_page_stays_visible() {
    for kind in ["Stamp", "Widget", "FreeText"] {
        let mut sample = Sample::new();
        let page = sample.page;
        let form = sample.add(blue_form());
        let seal = sample.add(dictionary! {
            "Type" => "Annot", "Subtype" => kind, "AP" => dictionary! { "N" => form }, "F" => 4,
            "Rect" => vec![100.into(), 200.into(), 180.into(), 280.into()],
        });
        sample.set(page, "Annots", vec![seal.into()]);
        let picture = drawn(&sample.saved(), 0).unwrap();
        assert!(
            shows(&picture, 140, 240, BLUE) && shows(&picture, 50, 50, RED),
            "{kind}"
        );
    }
}

#[test]
fn a_layer_that_was_hidden_stays_hidden() {
    for hidden in [true, false] {
        let mut sample = Sample::new();
        let (catalog, page) = (sample.catalog, sample.page);
        let layer = sample.add(dictionary! { "Type" => "OCG", "Name" => Object::string_literal("x") });
        let content = b"/OC /Layer BDC 0 0 1 rg 0 0 200 300 re f EMC";
        let content = sample.add(Stream::new(Dictionary::new(), content.to_vec()));
        sample.set(page, "Contents", content);
        sample.set(
            page,
            "Resources",
            dictionary! { "Properties" => dictionary! { "Layer" => layer } },
        );
        let off: Vec<Object> = if hidden { vec![layer.into()] } else { Vec::new() };
        let shown = dictionary! { "OFF" => off };
        sample.set(
            catalog,
            "OCProperties",
            dictionary! { "OCGs" => vec![layer.into()], "D" => shown },
        );
        let picture = drawn(&sample.saved(), 0).unwrap();
        assert!(shows(&picture, 100, 150, if hidden { WHITE } else { BLUE }));
    }
}

#[test]
fn japanese_writing_without_its_font_is_drawn() {
    let mut sample = Sample::new();
    let page = sample.page;
    let inner = sample.add(dictionary! {
        "Type" => "Font", "Subtype" => "CIDFontType0", "BaseFont" => "HeiseiMin-W3",
        "CIDSystemInfo" => dictionary! {
            "Registry" => Object::string_literal("Adobe"), "Ordering" => Object::string_literal("Japan1"),
            "Supplement" => 2,
        },
    });
    let font = sample.add(dictionary! {
        "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "HeiseiMin-W3-90ms-RKSJ-H",
        "Encoding" => "90ms-RKSJ-H", "DescendantFonts" => vec![inner.into()],
    });
    // 証明 in Shift_JIS.
    let content = b"BT /F 80 Tf 20 100 Td <8fd896be> Tj ET".to_vec();
    let content = sample.add(Stream::new(Dictionary::new(), content));
    sample.set(page, "Contents", content);
    sample.set(page, "Resources", dictionary! { "Font" => dictionary! { "F" => font } });
    let picture = drawn(&sample.saved(), 0).unwrap();
    let ink = |left: u32| {
        let area = (left..left + 80).flat_map(|x| (100..180).map(move |y| (x, y)));
        area.filter(|(x, y)| is_about(*picture.get_pixel(x * 2, 599 - y * 2), [0; 3]))
            .count()
    };
    assert!(ink(20) > 400 && ink(100) > 400, "{} and {}", ink(20), ink(100));
}

#[test]
fn a_page_that_paints_without_end_or_beyond_all_memory_ends_quietly() {
    let mut itself = Sample::new();
    let page = itself.page;
    let form = itself.document.new_object_id();
    let names = dictionary! { "XObject" => dictionary! { "X" => form } };
    let mut again = blue_form();
    again.dict.set("Resources", names.clone());
    again.set_content(b"/X Do ".repeat(50));
    itself.document.objects.insert(form, again.into());
    let content = itself.add(Stream::new(Dictionary::new(), b"/X Do".to_vec()));
    itself.set(page, "Resources", names).set(page, "Contents", content);

    let mut immense = Sample::new();
    let image = dictionary! {
        "Type" => "XObject", "Subtype" => "Image", "Width" => 60_000, "Height" => 60_000,
        "BitsPerComponent" => 8, "ColorSpace" => "DeviceRGB",
    };
    let image = immense.add(packed_stream(image, &vec![0; 200 << 20]));
    let content = immense.add(Stream::new(Dictionary::new(), b"200 0 0 300 0 0 cm /X Do".to_vec()));
    let page = immense.page;
    immense.set(
        page,
        "Resources",
        dictionary! { "XObject" => dictionary! { "X" => image } },
    );
    immense.set(page, "Contents", content);

    let mut endless = Sample::new();
    let content = endless.add(packed_stream(
        Dictionary::new(),
        &b"q 1 0 0 rg 0 0 200 300 re f ".repeat(4 << 20),
    ));
    let page = endless.page;
    endless.set(page, "Contents", content);

    for sample in [itself, immense, endless] {
        match drawn(&sample.saved(), 0) {
            Ok(picture) => assert_eq!(picture.dimensions(), (400, 600)),
            Err(error) => assert_eq!(error, InspectError::Refused(ProofRefusal::BrokenPdf)),
        }
    }
}

#[test]
fn a_page_of_any_shape_fits_into_the_wanted_size() {
    for (width, height) in [
        (1_000_000, 1),
        (1, 1_000_000),
        (2_000_000_000, 2_000_000_000),
        (0, 0),
        (-300, -200),
    ] {
        let mut sample = Sample::new();
        let page = sample.page;
        sample.set(page, "MediaBox", vec![0.into(), 0.into(), width.into(), height.into()]);
        match drawn(&sample.saved(), 0) {
            Ok(picture) => assert!(picture.width().max(picture.height()) <= 600),
            Err(error) => assert_eq!(error, InspectError::Refused(ProofRefusal::BrokenPdf)),
        }
    }
}
