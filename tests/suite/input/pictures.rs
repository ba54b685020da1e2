//! Pictures: whole, of the kind that their name says, in the colours of screens, without a program inside, without anything outside.

use image::ImageEncoder;

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

#[test]
fn svg_leads_nowhere() {
    let svg =
        |inner: &str| format!("<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:x=\"http://www.w3.org/1999/xlink\">{inner}</svg>");
    let outside = "Y114 content/one/guides/enrol.md:9:1 the picture “a.svg” refers to something outside itself";
    for inner in [
        "<image href=\"https://example.com/a.png\"/>",
        "<image x:href=\"map.png\"/>",
        "<image x:href=\"file:///etc/passwd\"/>",
        "<image href=\"data:image/svg+xml;base64,PHN2Zy8+\"/>",
        "<use href=\"other.svg#sign\"/>",
        "<a href=\"https://example.com/\"><rect/></a>",
        "<set attributeName=\"x:href\" to=\"https://example.com/\"/>",
        "<rect fill=\"url(https://example.com/a.svg#g)\"/>",
        "<rect style=\"fill:URL( 'a.svg#g' )\"/>",
        "<rect style=\"fill:\\75 rl(a.svg#g)\"/>",
        "<style>@import 'https://example.com/a.css';</style>",
        "<style>@im<!-- -->port 'a.css';</style>",
        "<style><![CDATA[@font-face{font-family:a;src:url(\"a.woff2\")}]]></style>",
        "<g xml:base=\"https://example.com/\"/>",
        "<?xml-stylesheet href=\"a.css\"?>",
    ] {
        expect(&with_picture("a.svg", svg(inner).as_bytes()), &[outside]);
    }
    let page = "<foreignObject><p xmlns=\"http://www.w3.org/1999/xhtml\">字</p></foreignObject>";
    expect(
        &with_picture("a.svg", svg(page).as_bytes()),
        &["Y114 content/one/guides/enrol.md:9:1 the picture “a.svg” holds a piece of a web page (foreignObject)"],
    );
    for head in [
        "<?xml-stylesheet href=\"a.css\"?>",
        "<!DOCTYPE svg SYSTEM \"https://example.com/a.dtd\">",
        "<!DOCTYPE svg [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>",
        "<!-- <!DOCTYPE svg> --><!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"svg11.dtd\" [<!ENTITY a PUBLIC \"a\" \"b\">]>",
    ] {
        expect(&with_picture("a.svg", format!("{head}{}", svg("<rect/>")).as_bytes()), &[outside]);
    }
    // What stays inside is fine, and so are a drawing program's notes to itself.
    for inner in [
        "<defs><g id=\"a\"/></defs><use x:href=\"#a\"/><rect fill=\"url(#a)\" style=\"stroke:url('#a')\"/>",
        "<image href=\"data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=\"/>",
        "<style>rect{fill:url(\"#a\")}</style><rect transform=\"translate(1 2)\"/>",
        "<metadata xmlns:n=\"urn:n\" n:file=\"url(1).svg\"><n:licence n:resource=\"https://example.com/\"/></metadata>",
    ] {
        expect(&with_picture("a.svg", svg(inner).as_bytes()), &[]);
    }
    let own = "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\" [<!ENTITY ns \"urn:a\">]>";
    expect(&with_picture("a.svg", format!("{own}{}", svg("<rect/>")).as_bytes()), &[]);
}

/// A picture that bears a colour profile of a colour space. Only the place of the space is filled in.
fn with_profile(space: &[u8], jpeg: bool) -> Vec<u8> {
    let mut profile = vec![0; 128];
    profile[16..16 + space.len()].copy_from_slice(space);
    let mut bytes = Vec::new();
    let grey = [120; 64 * 3];
    let (side, kind) = (8, image::ExtendedColorType::Rgb8);
    if jpeg {
        let mut encoder = image::codecs::jpeg::JpegEncoder::new(&mut bytes);
        encoder.set_icc_profile(profile).unwrap();
        encoder.write_image(&grey, side, side, kind).unwrap();
    } else {
        let mut encoder = image::codecs::png::PngEncoder::new(&mut bytes);
        encoder.set_icc_profile(profile).unwrap();
        encoder.write_image(&grey, side, side, kind).unwrap();
    }
    bytes
}

#[test]
fn colours_are_those_of_screens() {
    // 8 × 8 pixels in four colours, as a press wants them.
    let press = "Y114 content/one/guides/enrol.md:9:1 the picture “a.jpg” has the colours of a press (CMYK)";
    expect(&with_picture("a.jpg", include_bytes!("cmyk.jpg")), &[press]);
    for (name, jpeg) in [("a.jpg", true), ("a.png", false)] {
        for good in [b"RGB ", b"GRAY"] {
            expect(&with_picture(name, &with_profile(good, jpeg)), &[]);
        }
        let at = format!("Y114 content/one/guides/enrol.md:9:1 the picture “{name}” has ");
        expect(&with_picture(name, &with_profile(b"CMYK", jpeg)), &[&format!("{at}the colours of a press (CMYK)")]);
        expect(&with_picture(name, &with_profile(b"Lab ", jpeg)), &[&format!("{at}a colour profile that cannot be used")]);
    }
    let w = Workspace::new();
    w.write("content/one/guides/enrol.md", format!("{GUIDE}\n![图](a.jpg)\n"));
    w.write("content/one/guides/a.jpg", include_bytes!("cmyk.jpg"));
    let run = w.run(&["check", "--lang", "zh"]);
    for said in ["颜色是 CMYK（印刷色），网页和办公打印会变色", "sRGB", "enrol.md:9"] {
        assert!((run.out.clone() + &run.err).contains(said), "{said} is not in {}{}", run.out, run.err);
    }
}
