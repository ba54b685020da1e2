//! Owns what a press prints with its black plate alone: small type, and QR codes. Four plates that miss each other by a tenth of a millimetre
//! leave coloured seams round small letters, and modules that no phone reads. It works on the pages that were laid out, whatever template
//! and colour a bureau has. Must not know any document.

use typst::layout::{Abs, Frame, FrameItem, Point, Size};
use typst::visualize::{Color, Curve, FillRule, Geometry, Image, ImageKind, Paint, ProcessColor, Shape};

/// Type below this size is small, in points.
const SMALL: f64 = 10.0;
/// What is lighter than this stands on a field of colour and stays what it is, only without colour.
const LIGHT: f32 = 0.6;
/// How the alternative text of a code begins (`lib.typ`).
const CODE: &str = "二维码：";

/// Gives small type and QR codes to the black plate.
pub fn of_small_things(frame: &mut Frame) {
    frame.retain(|item| {
        match item {
            FrameItem::Group(group) => of_small_things(&mut group.frame),
            FrameItem::Text(text) if text.size < Abs::pt(SMALL) => {
                text.fill = black(&text.fill);
                if let Some(stroke) = &mut text.stroke {
                    stroke.paint = black(&stroke.paint);
                }
            }
            FrameItem::Image(image, size, span) => {
                if let Some(shape) = code(image, *size) {
                    *item = FrameItem::Shape(shape, *span);
                }
            }
            _ => {}
        }
        true
    });
}

/// A paint without colour: black where it is dark.
fn black(paint: &Paint) -> Paint {
    match paint {
        Paint::Solid(Color::Process(colour)) => {
            let grey = colour.to_luma();
            Paint::Solid(if grey.luma < LIGHT { Color::BLACK } else { Color::Process(ProcessColor::Luma(grey)) })
        }
        other => other.clone(),
    }
}

/// The dark modules of a QR code as one black shape; none where a picture is something else.
fn code(image: &Image, size: Size) -> Option<Shape> {
    let ImageKind::Svg(svg) = image.kind() else { return None };
    image.alt().filter(|alt| alt.starts_with(CODE))?;
    let text = std::str::from_utf8(svg.data().as_slice()).ok()?;
    let (_, d) = text.split_once(" d='")?;
    let (d, _) = d.split_once('\'')?;
    let module = size.x / svg.width().max(1.0);
    let mut curve = Curve::new();
    // One rectangle for each run of modules: M12 4h7v1h-7z.
    for run in d.split('M').filter(|run| !run.is_empty()) {
        let (x, rest) = run.split_once(' ')?;
        let (y, rest) = rest.split_once('h')?;
        let (wide, _) = rest.split_once('v')?;
        let [x, y, wide] = [x, y, wide].map(|number| number.parse::<f64>().ok());
        let (x, y, wide) = (module * x?, module * y?, module * wide?);
        curve.move_(Point::new(x, y));
        curve.line(Point::new(x + wide, y));
        curve.line(Point::new(x + wide, y + module));
        curve.line(Point::new(x, y + module));
        curve.close();
    }
    (!curve.is_empty()).then(|| Shape {
        geometry: Geometry::Curve(curve),
        fill: Some(Paint::Solid(Color::BLACK)),
        fill_rule: FillRule::NonZero,
        stroke: None,
    })
}
