//! Pictures: whole, of the kind that their name says, without a program inside.

use super::support::{GUIDE, Workspace, expect};

/// A picture of one colour in a file format.
pub fn picture(format: image::ImageFormat) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let shade = |n: u32| u8::try_from(n % 256).unwrap();
    let image = image::RgbImage::from_fn(64, 64, |x, y| image::Rgb([shade(x), shade(y), shade(x * y)]));
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// The findings for a guide that shows one picture, which stands in line 9.
fn with_picture(name: &str, bytes: &[u8]) -> Vec<String> {
    let w = Workspace::new();
    w.write("content/one/guides/enrol.md", format!("{GUIDE}\n![图]({name})\n"));
    w.write(&format!("content/one/guides/{name}"), bytes);
    w.findings()
}

#[test]
fn pictures_are_decoded_once() {
    use image::ImageFormat::{Gif, Jpeg, Png, WebP};
    for (name, format) in [("a.png", Png), ("a.jpg", Jpeg), ("a.JPEG", Jpeg), ("a.gif", Gif), ("a.webp", WebP)] {
        let bytes = picture(format);
        expect(&with_picture(name, &bytes), &[]);
        let found = with_picture(name, &bytes[..bytes.len() * 2 / 3]);
        expect(&found, &["Y114 content/one/guides/enrol.md:9:1"]);
    }
}

#[test]
fn a_picture_is_what_its_name_says() {
    expect(
        &with_picture("a.jpg", &picture(image::ImageFormat::Png)),
        &["Y114 content/one/guides/enrol.md:9:1 the picture “a.jpg” is a PNG, its name says otherwise"],
    );
    expect(&with_picture("a.bmp", &picture(image::ImageFormat::Png)), &["Y114 content/one/guides/enrol.md:9:1"]);
    // A header that claims a side beyond the limit is refused before anything is decoded.
    let mut huge = picture(image::ImageFormat::Png);
    huge[16..20].copy_from_slice(&50_000_u32.to_be_bytes());
    expect(&with_picture("a.png", &huge), &["Y114 content/one/guides/enrol.md:9:1"]);
}

#[test]
fn svg_is_well_formed_and_holds_no_program() {
    let svg = |inner: &str| format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\">{inner}</svg>").into_bytes();
    expect(&with_picture("a.svg", &svg("<rect width=\"9\" height=\"9\"/>")), &[]);
    let at = "Y114 content/one/guides/enrol.md:9:1 the picture “a.svg” ";
    for (inner, says) in [
        ("<rect", "is no well-formed SVG"),
        ("<script>alert(1)</script>", "holds a program"),
        ("<rect onload=\"alert(1)\"/>", "holds a program"),
        ("<a href=\" java\nscript:alert(1)\"><rect/></a>", "holds a program"),
        ("<g xmlns:x=\"http://www.w3.org/1999/xlink\"><a x:href=\"javascript:alert(1)\"/></g>", "holds a program"),
        (&"<g>".repeat(200_000), "is no well-formed SVG"),
    ] {
        expect(&with_picture("a.svg", &svg(inner)), &[&format!("{at}{says}")]);
    }
    // What drawing programs write in front is fine.
    let doctype = "<?xml version=\"1.0\"?>\n<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">\n";
    expect(&with_picture("a.svg", &[doctype.as_bytes(), &svg("<rect/>")].concat()), &[]);
    expect(&with_picture("a.svg", b"<html><svg/></html>"), &[&format!("{at}is no well-formed SVG")]);
    let deep = format!("{}{}", "<g>".repeat(20_000), "</g>".repeat(20_000));
    expect(&with_picture("a.svg", &svg(&deep)), &[&format!("{at}is nested too deeply")]);
}
