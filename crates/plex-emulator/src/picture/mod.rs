//! Pictures drawn on the spot: every title has a poster, and none of them is anybody's.

use bytes::Bytes;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

use crate::seed::Seed;

/// Tells whether bytes are a picture of a kind that can be read.
pub(crate) fn is_picture(bytes: &[u8]) -> bool {
    image::guess_format(bytes).is_ok()
}

/// Returns a picture read from its bytes.
pub(crate) fn read(bytes: &[u8]) -> Option<DynamicImage> {
    image::load_from_memory(bytes).ok()
}

/// The shape of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Of films, shows, seasons: upright.
    Poster,
    /// Of artists, albums, playlists.
    Square,
    /// Of episodes, photos, and behind everything.
    Wide,
}

impl Shape {
    fn size(self) -> (u32, u32) {
        match self {
            Self::Poster => (480, 720),
            Self::Square => (480, 480),
            Self::Wide => (960, 540),
        }
    }
}

/// The size that a client wants a picture in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Frame {
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// The frame is to be covered instead of being filled from within.
    pub(crate) is_covered: bool,
    /// The picture may become larger than it is.
    pub(crate) may_grow: bool,
}

/// Returns a colour from six hexadecimal digits; black from anything else.
fn colour(hex: &str) -> [u8; 3] {
    let number = u32::from_str_radix(hex, 16).unwrap_or(0);
    let [_, red, green, blue] = number.to_be_bytes();
    [red, green, blue]
}

/// Paints a picture: a gradient between four corner colours with a few pale discs, as the seed
/// throws them.
pub(crate) fn paint(shape: Shape, corners: &[String; 4], seed: &str) -> DynamicImage {
    let (width, height) = shape.size();
    let [top_left, top_right, bottom_right, bottom_left] =
        corners.each_ref().map(|hex| colour(hex));
    let discs = discs(seed, width, height);
    let picture = RgbImage::from_fn(width, height, |x, y| {
        let mut pixel = [0_u8; 3];
        let corners = top_left
            .iter()
            .zip(&top_right)
            .zip(bottom_left.iter().zip(&bottom_right));
        for (channel, ((a, b), (c, d))) in pixel.iter_mut().zip(corners) {
            let top = mix(*a, *b, x, width);
            let bottom = mix(*c, *d, x, width);
            *channel = mix(top, bottom, y, height);
        }
        for disc in &discs {
            if disc.holds(x, y) {
                pixel = pixel.map(|channel| channel.saturating_add(28));
            }
        }
        Rgb(pixel)
    });
    DynamicImage::ImageRgb8(picture)
}

/// Returns the colour at `at` of `whole` on the way from one to another.
fn mix(from: u8, to: u8, at: u32, whole: u32) -> u8 {
    let mixed = (u32::from(from) * (whole - at) + u32::from(to) * at) / whole.max(1);
    u8::try_from(mixed).unwrap_or(u8::MAX)
}

struct Disc {
    x: i64,
    y: i64,
    radius: i64,
}

impl Disc {
    fn holds(&self, x: u32, y: u32) -> bool {
        let (x, y) = (i64::from(x) - self.x, i64::from(y) - self.y);
        x * x + y * y <= self.radius * self.radius
    }
}

fn discs(seed: &str, width: u32, height: u32) -> Vec<Disc> {
    let mut seed = Seed::of(seed);
    let (width, height) = (i64::from(width), i64::from(height));
    let count = seed.between(2, 6);
    let mut disc = || Disc {
        x: seed.between(0, width),
        y: seed.between(0, height),
        radius: seed.between(width / 10, width / 3),
    };
    (0..count).map(|_| disc()).collect()
}

/// The most pixels that a picture is made with: a frame of odd proportions could ask for far more
/// than its own area.
const MOST_PIXELS: u64 = 40_000_000;

/// Fits a picture into, or over, a frame; nothing when that would be too large to make.
pub(crate) fn resize(picture: &DynamicImage, wanted: Frame) -> Option<DynamicImage> {
    let (width, height) = (picture.width(), picture.height());
    let scale = |wanted: u32, held: u32| f64::from(wanted) / f64::from(held.max(1));
    let (by_width, by_height) = (scale(wanted.width, width), scale(wanted.height, height));
    let mut factor = if wanted.is_covered {
        by_width.max(by_height)
    } else {
        by_width.min(by_height)
    };
    if !wanted.may_grow {
        factor = factor.min(1.0);
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the factor is positive and the result is bounded by the caller"
    )]
    let side = |held: u32| ((f64::from(held) * factor).round() as u32).max(1);
    let (width, height) = (side(width), side(height));
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return None;
    }
    Some(picture.resize_exact(width, height, FilterType::Triangle))
}

/// Returns the picture as JPEG.
pub(crate) fn jpeg(picture: &DynamicImage, quality: u8) -> Option<Bytes> {
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
    picture.write_with_encoder(encoder).ok()?;
    Some(bytes.into())
}

/// Returns the picture as PNG.
pub(crate) fn png(picture: &DynamicImage) -> Option<Bytes> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).ok()?;
    Some(bytes.into_inner().into())
}
