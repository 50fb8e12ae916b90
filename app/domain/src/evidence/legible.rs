//! Whether a picture can be read, guessed from a small grey copy of it. A guess is a hint and never a refusal: it is
//! silent wherever it cannot be sure, because a doctor who was warned for nothing does not believe the next warning.

/// The longer side of the grey copy, in pixels. The print on a photographed A4 sheet is then about 8 pixels high:
/// enough to tell sharp from blurred, and little enough for an old phone.
pub const SAMPLE_SIDE: u32 = 1_000;
/// A smaller picture than this has too few pixels to be judged.
const LEAST_SIDE: usize = 200;
/// Where even the lightest parts are darker than this, no white paper is to be seen: in daylight paper lies above 180,
/// under a desk lamp above 130. Screenshots in dark colours have light letters and pass.
const DARK: u8 = 110;
/// A picture with less between its darkest and lightest parts, and nothing sharp in it, shows nothing at all.
const BLANK: u8 = 16;
/// Parts of the picture, in pixels a side, whose sharpness is measured apart: the margins of a page say nothing.
const TILE: usize = 50;
/// The sharpest parts decide, one in this many: a page with two lines is as sharp as these lines.
const SHARPEST: usize = 100;
/// The variance of the Laplacian below which print is hard to read. Sharp print measures above 1,000, print that is
/// blurred by half the height of a letter below 60, and so does everything that is worse.
const BLURRED: f64 = 80.0;
/// How much darker than the paper ink is, and how much darker paper may become towards an edge.
const INK: u8 = 80;
const SHADE: u8 = 40;
/// Strokes of ink on one edge from which on a line of print seems to run over it.
const STROKES: usize = 8;
/// The broadest stroke, in pixels: more is a frame, a shadow or the table under the page.
const STROKE_MAX: usize = 12;

/// What may be wrong with a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    /// Too dark to read.
    Dark,
    /// Hardly anything is to be seen.
    Blank,
    /// Out of focus, or shaken.
    Blurred,
    /// Print runs over an edge.
    CutOff,
}

impl Hint {
    /// What the doctor is told.
    pub fn sentence(self) -> &'static str {
        match self {
            Hint::Dark => "暗くて読めないかもしれません。明るい場所で撮り直すことをおすすめします。",
            Hint::Blank => "何も写っていないようです。選んだ画像を確かめてください。",
            Hint::Blurred => {
                "ぼやけているようです。文字が読めるか確かめ、読みにくいときは撮り直すことをおすすめします。"
            }
            Hint::CutOff => "端が切れているかもしれません。書類の全体が写っているか確かめてください。",
        }
    }
}

/// A picture of which only the brightness is left, row by row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grey {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

impl Grey {
    /// A picture of this width; none where the pixels do not fill whole rows.
    pub fn new(width: u32, pixels: Vec<u8>) -> Option<Grey> {
        let width = usize::try_from(width).ok().filter(|width| *width > 0)?;
        let height = pixels.len() / width;
        (height > 0 && height * width == pixels.len()).then_some(Grey { width, height, pixels })
    }

    /// The brightness of pixels with red, green, blue and a fourth byte that is left out, as a canvas gives them.
    pub fn of_rgba(width: u32, rgba: &[u8]) -> Option<Grey> {
        let grey = |pixel: &[u8; 4]| {
            let [red, green, blue, _] = pixel.map(u32::from);
            u8::try_from((299 * red + 587 * green + 114 * blue) / 1_000).unwrap_or(u8::MAX)
        };
        let (pixels, rest) = rgba.as_chunks::<4>();
        if !rest.is_empty() {
            return None;
        }
        Grey::new(width, pixels.iter().map(grey).collect())
    }

    fn at(&self, x: usize, y: usize) -> u8 {
        self.pixels[y * self.width + x]
    }

    /// The brightness that this share of the pixels, in thousandths, does not exceed.
    fn brightness(&self, thousandths: usize) -> u8 {
        let mut counts = [0_usize; 256];
        for pixel in &self.pixels {
            counts[usize::from(*pixel)] += 1;
        }
        let wanted = self.pixels.len() * thousandths / 1_000;
        let mut seen = 0;
        for (brightness, count) in (0_u8..=255).zip(counts) {
            seen += count;
            if seen > wanted {
                return brightness;
            }
        }
        u8::MAX
    }
}

/// What may be wrong with the picture, at most one thing at a time: what is dark cannot be called sharp or whole.
pub fn hint(picture: &Grey) -> Option<Hint> {
    if picture.width.min(picture.height) < LEAST_SIDE {
        return None;
    }
    // A page with one line on it has hardly one dark pixel in a thousand.
    let (darkest, lightest) = (picture.brightness(1), picture.brightness(980));
    if lightest < DARK {
        Some(Hint::Dark)
    } else if !is_sharp(picture) {
        let shows_something = lightest.saturating_sub(darkest) >= BLANK;
        Some(if shows_something { Hint::Blurred } else { Hint::Blank })
    } else if is_cut_off(picture) {
        Some(Hint::CutOff)
    } else {
        None
    }
}

/// Whether enough parts of the picture are sharp.
fn is_sharp(picture: &Grey) -> bool {
    let tops = (1..picture.height - 1).step_by(TILE);
    let tiles = tops.flat_map(|top| (1..picture.width - 1).step_by(TILE).map(move |left| (left, top)));
    let (mut all, mut sharp) = (0, 0);
    for (left, top) in tiles {
        all += 1;
        sharp += usize::from(variance_of_laplacian(picture, left, top) >= BLURRED);
    }
    sharp * SHARPEST >= all
}

fn variance_of_laplacian(picture: &Grey, left: usize, top: usize) -> f64 {
    let (right, bottom) = (
        (left + TILE).min(picture.width - 1),
        (top + TILE).min(picture.height - 1),
    );
    let laplacian = |x: usize, y: usize| {
        let around = [(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)];
        let sum: i32 = around.into_iter().map(|(x, y)| i32::from(picture.at(x, y))).sum();
        f64::from(sum - 4 * i32::from(picture.at(x, y)))
    };
    let values = || (top..bottom).flat_map(|y| (left..right).map(move |x| laplacian(x, y)));
    let middle = mean(values());
    mean(values().map(|value| (value - middle).powi(2)))
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    if count > 0.0 { sum / count } else { 0.0 }
}

/// Whether print runs over one of the edges: the paper reaches the edge, with many narrow strokes of ink on it.
fn is_cut_off(picture: &Grey) -> bool {
    let paper = picture.brightness(900);
    let (last_x, last_y) = (picture.width - 1, picture.height - 1);
    let row = |y: usize| (0..picture.width).map(|x| picture.at(x, y)).collect::<Vec<_>>();
    let column = |x: usize| (0..picture.height).map(|y| picture.at(x, y)).collect::<Vec<_>>();
    // One pixel inwards: the outermost row of a shrunk picture can be mixed with nothing.
    [row(1), row(last_y - 1), column(1), column(last_x - 1)]
        .into_iter()
        .any(|edge| runs_over(&edge, paper))
}

fn runs_over(edge: &[u8], paper: u8) -> bool {
    let is_paper = |pixel: &u8| *pixel >= paper.saturating_sub(SHADE);
    let is_ink = |pixel: &u8| *pixel <= paper.saturating_sub(INK);
    let mostly_paper = edge.iter().filter(|pixel| is_paper(pixel)).count() * 10 >= edge.len() * 6;
    let strokes: Vec<usize> = edge
        .chunk_by(|a, b| is_ink(a) == is_ink(b))
        .filter(|run| run.first().is_some_and(is_ink))
        .map(<[u8]>::len)
        .collect();
    mostly_paper && strokes.len() >= STROKES && strokes.iter().all(|stroke| *stroke <= STROKE_MAX)
}

#[cfg(test)]
mod tests;
