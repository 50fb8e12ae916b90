//! What the hints say to made pictures, and above all where they are silent.

use proptest::prelude::*;

use super::{Grey, Hint, hint};

const PAPER: u8 = 235;
const INK: u8 = 40;

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }
}

fn blank(width: usize, height: usize, brightness: u8) -> Grey {
    Grey::new(u32::try_from(width).unwrap(), vec![brightness; width * height]).unwrap()
}

fn fill(picture: &mut Grey, left: usize, top: usize, width: usize, height: usize, brightness: u8) {
    for y in top..(top + height).min(picture.height) {
        for x in left..(left + width).min(picture.width) {
            picture.pixels[y * picture.width + x] = brightness;
        }
    }
}

/// Lines of something like print, in letters 8 pixels high with strokes 1 pixel wide.
fn print(picture: &mut Grey, left: usize, top: usize, lines: usize, letters: usize, seed: u64) {
    let mut dice = Dice(seed | 1);
    for line in 0..lines {
        for letter in 0..letters {
            let (x, y) = (left + letter * 9, top + line * 16);
            for _ in 0..4 {
                let along = dice.below(8);
                if dice.below(2) == 0 {
                    fill(picture, x + along, y, 1, 8, INK);
                } else {
                    fill(picture, x, y + along, 8, 1, INK);
                }
            }
        }
    }
}

/// An A4 page that fills the picture.
fn page() -> Grey {
    let mut page = blank(707, 1_000, PAPER);
    print(&mut page, 80, 90, 40, 60, 1);
    page
}

/// A page with nothing but a heading and a date.
fn sparse_page() -> Grey {
    let mut page = blank(707, 1_000, PAPER);
    print(&mut page, 250, 120, 2, 22, 2);
    print(&mut page, 500, 900, 1, 12, 3);
    page
}

/// A card on a table, with a portrait.
fn card() -> Grey {
    let mut dice = Dice(4);
    let mut picture = blank(1_000, 750, 0);
    for pixel in &mut picture.pixels {
        *pixel = 105 + u8::try_from(dice.below(5)).unwrap();
    }
    fill(&mut picture, 200, 200, 600, 375, 205);
    fill(&mut picture, 240, 260, 130, 170, 120);
    fill(&mut picture, 270, 290, 70, 80, 190);
    print(&mut picture, 420, 270, 8, 36, 5);
    picture
}

/// A screenshot in dark colours.
fn dark_screenshot() -> Grey {
    let mut picture = page();
    for pixel in &mut picture.pixels {
        *pixel = 255 - *pixel;
    }
    picture
}

/// Three box blurs in a row, which are nearly a Gaussian one. Its radius is about `reach` pixels.
fn blurred(picture: &Grey, reach: usize) -> Grey {
    let mut result = picture.clone();
    for _ in 0..3 {
        for sideways in [true, false] {
            let before = result.clone();
            let (width, height) = (result.width, result.height);
            for y in 0..height {
                for x in 0..width {
                    let (at, end) = if sideways { (x, width) } else { (y, height) };
                    let span = at.saturating_sub(reach)..(at + reach + 1).min(end);
                    let count = span.len();
                    let sum: usize = span
                        .map(|i| usize::from(if sideways { before.at(i, y) } else { before.at(x, i) }))
                        .sum();
                    result.pixels[y * width + x] = u8::try_from(sum / count).unwrap();
                }
            }
        }
    }
    result
}

/// As if it were taken in this many hundredths of the light, with the noise that a sensor adds.
fn in_light(picture: &Grey, hundredths: usize) -> Grey {
    let mut dice = Dice(9);
    let mut result = picture.clone();
    for pixel in &mut result.pixels {
        let lit = usize::from(*pixel) * hundredths / 100 + dice.below(4);
        *pixel = u8::try_from(lit.min(255)).unwrap();
    }
    result
}

#[test]
fn what_can_be_read_is_let_pass_without_a_word() {
    let good = [
        ("a page", page()),
        ("a page with little on it", sparse_page()),
        ("a card on a table", card()),
        ("a screenshot in dark colours", dark_screenshot()),
        ("a page by a desk lamp", in_light(&page(), 60)),
        ("a page that is a little soft", in_light(&blurred(&page(), 1), 90)),
    ];
    let false_alarms: Vec<_> = good
        .iter()
        .filter_map(|(name, picture)| Some((*name, hint(picture)?)))
        .collect();
    assert_eq!(false_alarms, []);
}

#[test]
fn what_cannot_be_read_gets_its_hint() {
    let cases = [
        ("a page in the dark", in_light(&page(), 25), Hint::Dark),
        ("a card in the dark", in_light(&card(), 30), Hint::Dark),
        (
            "a page in the dark, shaken",
            in_light(&blurred(&page(), 4), 25),
            Hint::Dark,
        ),
        ("a blurred page", blurred(&page(), 3), Hint::Blurred),
        (
            "a blurred page with little on it",
            blurred(&sparse_page(), 3),
            Hint::Blurred,
        ),
        (
            "a blurred card, with noise",
            in_light(&blurred(&card(), 4), 100),
            Hint::Blurred,
        ),
        ("a white wall", in_light(&blank(800, 600, 220), 100), Hint::Blank),
    ];
    for (name, picture, expected) in cases {
        assert_eq!(hint(&picture), Some(expected), "{name}");
    }
    assert_eq!(hint(&blank(800, 600, 0)), Some(Hint::Dark), "a covered lens");
}

#[test]
fn print_that_runs_over_an_edge_gets_a_hint_and_a_frame_does_not() {
    let mut cut = blank(707, 1_000, PAPER);
    print(&mut cut, 80, 994, 1, 60, 6);
    print(&mut cut, 80, 90, 40, 60, 7);
    assert_eq!(hint(&cut), Some(Hint::CutOff));
    let mut cut_at_the_side = blank(707, 1_000, PAPER);
    print(&mut cut_at_the_side, 0, 90, 40, 60, 8);
    assert_eq!(hint(&cut_at_the_side), Some(Hint::CutOff));

    let mut framed = page();
    fill(&mut framed, 0, 0, 707, 4, INK);
    fill(&mut framed, 0, 0, 4, 1_000, INK);
    assert_eq!(hint(&framed), None);
}

#[test]
fn a_small_picture_is_not_judged() {
    assert_eq!(hint(&blank(48, 32, 0)), None);
    assert_eq!(hint(&blank(1, 1, 0)), None);
}

#[test]
fn every_hint_says_what_may_be_wrong_and_what_to_do() {
    for hint in [Hint::Dark, Hint::Blank, Hint::Blurred, Hint::CutOff] {
        let sentence = hint.sentence();
        assert!(sentence.matches('。').count() == 2, "{sentence}");
    }
}

#[test]
fn pixels_that_are_no_picture_are_none() {
    assert_eq!(Grey::new(0, vec![]), None);
    assert_eq!(Grey::new(3, vec![]), None);
    assert_eq!(Grey::new(3, vec![1, 2, 3, 4]), None);
    assert_eq!(Grey::of_rgba(1, &[1, 2, 3]), None);
    assert_eq!(Grey::of_rgba(1, &[255, 255, 255, 0]), Grey::new(1, vec![255]));
    assert_eq!(Grey::of_rgba(1, &[255, 0, 0, 9]), Grey::new(1, vec![76]));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_picture_is_judged_and_always_alike(width in 1_u32..320, pixels in prop::collection::vec(any::<u8>(), 0..90_000)) {
        let pixels = pixels[..pixels.len() / width as usize * width as usize].to_vec();
        if let Some(picture) = Grey::new(width, pixels) {
            prop_assert_eq!(hint(&picture), hint(&picture.clone()));
        }
    }

    #[test]
    fn any_sharp_page_passes_and_any_badly_blurred_one_does_not(seed in any::<u64>(), lines in 1_usize..40) {
        let mut page = blank(500, 707, PAPER);
        print(&mut page, 60, 40, lines, 42, seed);
        prop_assert_eq!(hint(&page), None);
        prop_assert_eq!(hint(&blurred(&page, 4)), Some(Hint::Blurred));
    }

    #[test]
    fn the_less_light_the_darker(hundredths in 5_usize..45) {
        prop_assert_eq!(hint(&in_light(&page(), hundredths)), Some(Hint::Dark));
    }
}
