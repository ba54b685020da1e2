//! What each kind loses and what it keeps.

use std::io::Cursor;

use image::{AnimationDecoder, DynamicImage, Frame, ImageFormat, Rgb, RgbImage};
use proptest::prelude::*;

use super::{orientation, published};

/// What is planted.
const TOKEN: &str = "PLANTED-7Q";

/// Four quarters of different colours, not square, so that no turn looks like another.
fn drawn() -> DynamicImage {
    let colour = |x, y| match (x < 16, y < 8) {
        (true, true) => Rgb([250, 10, 10]),
        (false, true) => Rgb([10, 250, 10]),
        (true, false) => Rgb([10, 10, 250]),
        (false, false) => Rgb([250, 250, 10]),
    };
    DynamicImage::ImageRgb8(RgbImage::from_fn(32, 16, colour))
}

fn file(format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    drawn().write_to(&mut out, format).unwrap();
    out.into_inner()
}

fn pixels(bytes: &[u8]) -> DynamicImage {
    DynamicImage::ImageRgb8(image::load_from_memory(bytes).unwrap().to_rgb8())
}

fn holds(bytes: &[u8]) -> bool {
    bytes.windows(TOKEN.len()).any(|part| part == TOKEN.as_bytes())
}

/// EXIF with an orientation, and a text behind it.
fn exif(turn: u8) -> Vec<u8> {
    let mut exif = b"MM\0\x2A\0\0\0\x08\0\x02\x01\x0F\0\x02\0\0\0\x0B\0\0\0\x26\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([turn, 0, 0, 0, 0, 0, 0]);
    exif.extend(TOKEN.as_bytes());
    exif.push(0);
    exif
}

fn segment(kind: u8, contents: &[u8]) -> Vec<u8> {
    [&[0xFF, kind][..], &u16::try_from(contents.len() + 2).unwrap().to_be_bytes(), contents].concat()
}

/// A JPEG with metadata in every place that the format has.
fn jpeg(turn: u8) -> Vec<u8> {
    let plain = file(ImageFormat::Jpeg);
    let token = TOKEN.as_bytes();
    // JFIF with a thumbnail, EXIF, XMP, JFXX, MPF, IPTC, a comment.
    let mut out = vec![0xFF, 0xD8];
    out.extend(segment(0xE0, &[b"JFIF\0\x01\x02\x01\0\x48\0\x48\x02\x02", token, b"xx"].concat()));
    out.extend(segment(0xE0, &[b"JFXX\0\x10", token].concat()));
    out.extend(segment(0xE1, &[b"Exif\0\0", &exif(turn)[..]].concat()));
    out.extend(segment(0xE1, &[b"http://ns.adobe.com/xap/1.0/\0", token].concat()));
    out.extend(segment(0xE2, &[b"MPF\0", token].concat()));
    out.extend(segment(0xED, &[b"Photoshop 3.0\0", token].concat()));
    out.extend(segment(0xFE, token));
    let after_jfif = 2 + 2 + usize::from(u16::from_be_bytes([plain[4], plain[5]]));
    out.extend(&plain[after_jfif..]);
    // A film behind the photo, with marks of its own in it.
    out.extend([b"\0\0\0\x18ftypmp42\xFF\xDA", token, b"\xFF\xD9\xFF\xDA\x01"].concat());
    out
}

#[test]
fn a_jpeg_keeps_its_pixels_and_which_way_up_it_is() {
    for turn in 1..=8 {
        let planted = jpeg(turn);
        assert!(holds(&planted) && (turn == 1 || orientation(&planted) == Some(turn)));
        let out = published(&planted, "jpg").unwrap();
        assert!(!holds(&out), "{turn}");
        assert_eq!(pixels(&out), pixels(&planted));
        assert_eq!(orientation(&out), (turn > 1).then_some(turn));
        assert!(out.ends_with(&[0xFF, 0xD9]));
        assert_eq!(published(&out, "jpg"), Some(out.clone()), "a clean one stays as it is");
    }
    // Cut off within the data, and where the only end is that of a thumbnail.
    let plain = jpeg(1);
    let data = plain.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap();
    assert_eq!(published(&plain[..data + 100], "jpg"), None);
    assert_eq!(published(b"\xFF\xD8\xFF\xD9", "jpg"), None);
}

#[test]
fn comments_between_scans_go_too() {
    let mut planted = file(ImageFormat::Jpeg);
    let at = planted.len() - 2;
    planted.splice(at..at, segment(0xFE, TOKEN.as_bytes()));
    let out = published(&planted, "jpg").unwrap();
    assert!(!holds(&out));
    assert_eq!(out, published(&file(ImageFormat::Jpeg), "jpg").unwrap());
}

fn chunk(kind: [u8; 4], contents: &[u8]) -> img_parts::png::PngChunk {
    img_parts::png::PngChunk::new(kind, img_parts::Bytes::copy_from_slice(contents))
}

fn png(turn: u8) -> Vec<u8> {
    let mut png = img_parts::png::Png::from_bytes(file(ImageFormat::Png).into()).unwrap();
    let text = format!("Author\0{TOKEN}");
    let more = [
        chunk(*b"tEXt", text.as_bytes()),
        chunk(*b"iTXt", text.as_bytes()),
        chunk(*b"zTXt", text.as_bytes()),
        chunk(*b"eXIf", &exif(turn)),
        chunk(*b"tIME", b"\x07\xE8\x01\x01\0\0\0"),
        chunk(*b"prVt", TOKEN.as_bytes()),
        chunk(*b"gAMA", &45455_u32.to_be_bytes()),
        chunk(*b"pHYs", b"\0\0\x0B\x13\0\0\x0B\x13\x01"),
    ];
    png.chunks_mut().splice(1..1, more);
    let mut bytes = png.encoder().bytes().to_vec();
    bytes.extend(TOKEN.as_bytes());
    bytes
}

#[test]
fn a_png_is_turned_without_loss_and_keeps_what_its_colours_mean() {
    for turn in 1..=8 {
        let planted = png(turn);
        let out = published(&planted, "png").unwrap();
        assert!(!holds(&out) && orientation(&out).is_none(), "{turn}");
        let mut upright = drawn();
        upright.apply_orientation(image::metadata::Orientation::from_exif(turn).unwrap());
        assert_eq!(pixels(&out), upright, "{turn}");
        let kinds = img_parts::png::Png::from_bytes(out.into()).unwrap();
        let kinds: Vec<_> = kinds.chunks().iter().map(|c| String::from_utf8(c.kind().to_vec()).unwrap()).collect();
        assert_eq!(kinds, ["IHDR", "gAMA", "pHYs", "IDAT", "IEND"]);
    }
    assert_eq!(published(&file(ImageFormat::Png)[..60], "png"), None);
}

fn webp(turn: u8) -> Vec<u8> {
    let plain = file(ImageFormat::WebP);
    let part = |kind: &[u8], contents: &[u8]| {
        let mut out = [kind, &u32::try_from(contents.len()).unwrap().to_le_bytes(), contents].concat();
        out.extend((contents.len() % 2 == 1).then_some(0));
        out
    };
    let head = part(b"VP8X", &[0b0000_1100, 0, 0, 0, 31, 0, 0, 15, 0, 0]);
    let body = [
        b"WEBP".to_vec(),
        head,
        plain[12..].to_vec(),
        part(b"EXIF", &exif(turn)),
        part(b"XMP ", TOKEN.as_bytes()),
        part(b"what", TOKEN.as_bytes()),
    ]
    .concat();
    [b"RIFF", &u32::try_from(body.len()).unwrap().to_le_bytes()[..], &body, TOKEN.as_bytes()].concat()
}

#[test]
fn a_webp_is_turned_without_loss() {
    for turn in 1..=8 {
        let planted = webp(turn);
        let out = published(&planted, "webp").unwrap();
        assert!(!holds(&out) && orientation(&out).is_none(), "{turn}");
        let mut upright = drawn();
        upright.apply_orientation(image::metadata::Orientation::from_exif(turn).unwrap());
        assert_eq!(pixels(&out), upright, "{turn}");
        if let Some(at) = out.windows(4).position(|kind| kind == b"VP8X") {
            assert_eq!(out[at + 8] & 0b0000_1100, 0, "nothing is promised that is gone");
        }
    }
    let cut = file(ImageFormat::WebP);
    assert_eq!(published(&cut[..cut.len() - 10], "webp"), None);
}

#[test]
fn a_gif_keeps_its_film_and_its_loop() {
    let mut plain = Vec::new();
    {
        let mut encoder = image::codecs::gif::GifEncoder::new(&mut plain);
        encoder.set_repeat(image::codecs::gif::Repeat::Infinite).unwrap();
        for shade in [10, 200] {
            encoder.encode_frame(Frame::new(image::RgbaImage::from_pixel(8, 6, image::Rgba([shade, 0, 0, 255])))).unwrap();
        }
    }
    let block = |kind: u8, parts: &[&[u8]]| {
        let mut out = vec![0x21, kind];
        for part in parts {
            out.push(u8::try_from(part.len()).unwrap());
            out.extend_from_slice(part);
        }
        out.push(0);
        out
    };
    let token = TOKEN.as_bytes();
    let mut planted = plain.clone();
    let end = planted.len() - 1;
    let more = [block(0xFE, &[token, token]), block(0xFF, &[b"XMP DataXMP", token]), block(0xFF, &[b"NETSCAPE2.0", token])];
    planted.splice(end..end, more.concat());
    planted.extend(token);
    let out = published(&planted, "gif").unwrap();
    assert!(!holds(&out));
    let frames = |bytes: &[u8]| -> Vec<_> {
        let decoder = image::codecs::gif::GifDecoder::new(Cursor::new(bytes.to_vec())).unwrap();
        decoder.into_frames().map(|frame| frame.unwrap().into_buffer()).collect()
    };
    assert_eq!(frames(&out), frames(&plain));
    assert_eq!(frames(&out).len(), 2);
    assert!(out.windows(11).any(|part| part == b"NETSCAPE2.0"));
    assert_eq!(published(&plain[..plain.len() - 1], "gif"), None);
}

/// The largest difference of a colour between two pictures of one size.
fn apart(a: &DynamicImage, b: &DynamicImage) -> u8 {
    assert_eq!((a.width(), a.height()), (b.width(), b.height()));
    a.as_bytes().iter().zip(b.as_bytes()).map(|(a, b)| a.abs_diff(*b)).max().unwrap()
}

#[test]
fn a_photo_in_a_drawing_is_turned() {
    use base64::Engine as _;
    let base64 = base64::engine::general_purpose::STANDARD;
    for turn in 2..=8 {
        let planted = jpeg(turn);
        let mut upright = pixels(&planted);
        upright.apply_orientation(image::metadata::Orientation::from_exif(turn).unwrap());
        let svg = format!(
            "<svg xmlns='http://www.w3.org/2000/svg'><image href='data:image/jpeg;base64,{}'/></svg>",
            base64.encode(&planted)
        );
        let out = published(svg.as_bytes(), "svg").unwrap();
        let text = String::from_utf8(out.clone()).unwrap();
        let inner = text.split_once("base64,").unwrap().1.split('"').next().unwrap();
        let inner = base64.decode(inner).unwrap();
        assert!(!holds(&inner) && orientation(&inner).is_none(), "{turn}");
        assert!(apart(&pixels(&inner), &upright) < 24, "{turn}: {}", apart(&pixels(&inner), &upright));
        assert_eq!(published(&out, "svg"), Some(out.clone()), "an upright one stays as it is");
    }
    // One that is cut off is none here either.
    let whole = jpeg(6);
    let data = whole.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap();
    let cut = format!(
        "<svg xmlns='http://www.w3.org/2000/svg'><image href='data:image/jpeg;base64,{}'/></svg>",
        base64.encode(&whole[..data + 100])
    );
    assert_eq!(published(cut.as_bytes(), "svg"), None);
}

#[test]
fn a_turned_photo_keeps_its_colour_profile_and_its_grey() {
    let mut grey = Cursor::new(Vec::new());
    DynamicImage::ImageLuma8(drawn().to_luma8()).write_to(&mut grey, ImageFormat::Jpeg).unwrap();
    let (grey, profile) = (grey.into_inner(), b"a profile of grey".to_vec());
    let planted = [
        &grey[..2],
        &segment(0xE1, &[b"Exif\0\0", &exif(6)[..]].concat()),
        &segment(0xE2, &[b"ICC_PROFILE\0\x01\x01", &profile[..]].concat()),
        &grey[2..],
    ]
    .concat();
    let out = super::jpeg::turned(&planted, 6).unwrap();
    assert_eq!(super::colour_profile(&out), Some(profile));
    assert!(matches!(image::load_from_memory(&out).unwrap(), DynamicImage::ImageLuma8(_)));
}

#[test]
fn a_drawing_keeps_what_it_draws() {
    use base64::Engine as _;
    let photo = base64::engine::general_purpose::STANDARD.encode(jpeg(1));
    let wrapped: String =
        photo.chars().enumerate().flat_map(|(i, c)| if i % 76 == 75 { vec![c, '\n'] } else { vec![c] }).collect();
    let svg = format!(
        r##"<?xml version="1.0"?><!-- {TOKEN} -->
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [<!ENTITY who "{TOKEN}"><!ENTITY red "#f00">]>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:ink="http://www.inkscape.org/namespaces/inkscape" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" viewBox="0 0 10 10" ink:docname="{TOKEN}" data-name="{TOKEN}" id="{TOKEN}">
<title>{TOKEN}</title><desc>{TOKEN}</desc><metadata><rdf:RDF><rdf:li>{TOKEN}</rdf:li></rdf:RDF></metadata>
<style>/* {TOKEN} */ #kept {{ fill: &red; }} .a::after {{ content: "/* no comment */ &lt;" }}<!-- {TOKEN} --></style>
<defs><linearGradient id="shade"/><path id="moving"/></defs>
<g id="kept" ink:label="{TOKEN}" style="-inkscape-font-specification:'{TOKEN}';fill:url(#shade)"><text x="1" y="2">文字 &amp; <tspan>字</tspan></text></g>
<use xlink:href="#moving" xlink:title="{TOKEN}"/><image href="data:image/jpeg;base64,{wrapped}" width="4"/>
<rect style="fill:url('data:image/jpeg;base64,{photo}')" width="3"/><ink:grid note="{TOKEN}"/>
<!-- {TOKEN} --></svg><!-- {TOKEN} -->"##
    );
    let out = published(svg.as_bytes(), "svg").unwrap();
    let text = String::from_utf8(out.clone()).unwrap();
    assert!(!holds(&out), "{text}");
    for kept in [
        "viewBox=\"0 0 10 10\"",
        "#kept { fill: #f00 }",
        "\"/* no comment */ &lt;\"",
        "id=\"shade\"",
        "id=\"moving\"",
        "id=\"kept\"",
        "fill:url(#shade)",
        "文字 &amp; <tspan>字</tspan>",
        "xlink:href=\"#moving\"",
        "width=\"3\"",
    ] {
        assert!(text.contains(kept), "{kept} in {text}");
    }
    for (start, end) in [("href=\"data:image/jpeg;base64,", '"'), ("url('data:image/jpeg;base64,", '\'')] {
        let inner = text.split_once(start).unwrap().1.split(end).next().unwrap();
        let inner = base64::engine::general_purpose::STANDARD.decode(inner).unwrap();
        assert!(!holds(&inner), "{start}");
        assert_eq!(pixels(&inner), pixels(&jpeg(1)));
    }
    // What it became is the same once more, and can be shown like any drawing.
    assert_eq!(published(&out, "svg"), Some(out.clone()));
    assert!(super::super::svg::look(&out).is_ok());
    // A picture within that nobody knows might hold anything.
    let foreign = "<svg xmlns='http://www.w3.org/2000/svg'><image href='data:image/tiff;base64,SUkqAAgAAAA='/></svg>";
    assert_eq!(published(foreign.as_bytes(), "svg"), None);
    assert!(super::super::look(foreign.as_bytes(), "svg").is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    /// Whatever is done to a file, it comes out clean or not at all, and nothing panics.
    #[test]
    fn mangled_files_come_out_clean_or_not_at_all(at in 0_usize..4000, byte: u8, cut in 0_usize..4000, which in 0_usize..4) {
        let (mut bytes, kind) = [(jpeg(6), "jpg"), (png(6), "png"), (webp(6), "webp"), (file(ImageFormat::Gif), "gif")][which].clone();
        let length = bytes.len();
        bytes[at % length] = byte;
        bytes.truncate(length - cut % length);
        if let Some(out) = published(&bytes, kind) {
            prop_assert_eq!(published(&out, kind), Some(out.clone()));
        }
    }
}
