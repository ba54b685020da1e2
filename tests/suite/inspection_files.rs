//! What stands around a record, through the front door: photos, files with several records, `inspect new`, `inspect status`, lints about
//! per cent, and the application form.

use std::fs;
use std::io::Cursor;
use std::process::Command;

use super::inspections::{OTHER, RECORD, SITE, finds, inspected, of, refuses, said, score};
use super::support::{POINT, Workspace};

/// A record with a photo, whose name stands in line 14 at column 36.
fn with_photo(name: &str) -> Workspace {
    let w = inspected();
    w.edit(SITE, "sign: {marks: 5}", &format!("sign: {{marks: 5, photos: [{{file: '{name}'}}]}}"));
    w
}

const AT: &str = "content/one/inspections/site.yaml:14:36";

/// A PNG that claims a size, with the check sum that belongs to it, and holds nothing.
fn claims(side: u32, depth: u8) -> Vec<u8> {
    let mut head = b"IHDR".to_vec();
    head.extend(side.to_be_bytes());
    head.extend(side.to_be_bytes());
    head.extend([depth, 6, 0, 0, 0]);
    let mut sum = u32::MAX;
    for byte in &head {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { (sum >> 1) ^ 0xEDB8_8320 } else { sum >> 1 };
        }
    }
    let tail = [0, 0, 0, 9, b'I', b'D', b'A', b'T', 0x78, 0x9C, 3, 0, 0, 0, 0, 0, 1];
    [&b"\x89PNG\r\n\x1a\n\0\0\0\x0d"[..], &head, &(!sum).to_be_bytes(), &tail].concat()
}

#[test]
fn photos_that_cannot_be_shown() {
    let save = ("用看图或绘图软件打开，另存为 PNG、JPEG 或 SVG", "open it in a picture editor and save it as PNG, JPEG or SVG");
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><rect width=\"9\" height=\"9\"/></svg>";
    let small = ("缩小到每边 12000 像素以内", "make it smaller, at most 12000 pixels a side");
    let fewer = ("像素太多，缩小到每边 4000 像素以内", "it has too many pixels: make it at most 4000 a side");
    for (name, bytes, zh, en, help) in [
        ("photos/a.jpg", None, "不存在", "does not exist", ("检查文件名和大小写", "check its name and its upper and lower case")),
        (
            "../../../x.jpg",
            None,
            "不存在",
            "does not exist",
            ("检查文件名和大小写", "check its name and its upper and lower case"),
        ),
        ("photos/a.jpg", Some(b"not a picture at all".to_vec()), "不是图片", "is no picture", save),
        ("photos/a.png", Some(claims(50_000, 8)), "尺寸 50000×50000 不能用", "has an unusable size, 50000×50000", small),
        ("photos/a.png", Some(claims(12_000, 16)), "尺寸 12000×12000 不能用", "has an unusable size, 12000×12000", fewer),
    ] {
        let w = with_photo(name);
        if let Some(bytes) = bytes {
            w.write(&format!("content/one/inspections/{name}"), bytes);
        }
        let (zh, en) = (format!("图片“{name}”{zh} ⇒ {}", help.0), format!("the picture “{name}” {en} ⇒ {}", help.1));
        refuses(&w, &format!("Y114 {AT}"), &zh, &en);
    }
    let w = with_photo("photos/a.svg");
    w.write("content/one/inspections/photos/a.svg", svg);
    refuses(
        &w,
        &format!("Y114 {AT}"),
        "“photos/a.svg”是图形文件，不是照片 ⇒ 照片用 .jpg、.png、.gif 或 .webp",
        "“photos/a.svg” is a drawing, not a photo ⇒ a photo is a .jpg, .png, .gif or .webp",
    );
    for name in ["../../../../x.jpg", "/etc/x.jpg", "C:\\x.jpg", "..\\..\\..\\..\\x.jpg"] {
        refuses(
            &with_photo(name),
            &format!("Y110 {AT}"),
            &format!("路径“{name}”指到工作区以外 ⇒ 把文件放进工作区，写相对路径，如 images/map.png"),
            &format!(
                "the path “{name}” leads out of the workspace ⇒ put the file into the workspace and write a relative path such as images/map.png"
            ),
        );
    }
}

#[cfg(unix)]
#[test]
fn a_photo_behind_a_symbolic_link_is_not_read() {
    let w = with_photo("photos/link.jpg");
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("x.jpg"), on_its_side()).unwrap();
    fs::create_dir_all(w.path().join("content/one/inspections/photos")).unwrap();
    let link = w.path().join("content/one/inspections/photos/link.jpg");
    std::os::unix::fs::symlink(outside.path().join("x.jpg"), link).unwrap();
    let found = said(&w, "zh");
    let says = "content/one/inspections/photos/link.jpg 是符号链接，没有读 ⇒ 把文件本身放进来";
    assert!(found.contains(&format!("Y111 {AT} {says}")), "{found:?}");
    assert_eq!(w.run(&["inspect", "score", SITE]).expect(1).out, "");
    assert_eq!(score(&w, OTHER)["grade"], "合格");
}

/// A JPEG of 80 × 40 pixels, left red and right blue, that a camera took on its side: upright, red is above.
fn on_its_side() -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let colour = |x: u32| if x < 40 { [220, 20, 20] } else { [20, 20, 220] };
    image::RgbImage::from_fn(80, 40, |x, _| image::Rgb(colour(x))).write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    let bytes = bytes.into_inner();
    // One entry: orientation (0x0112), a short, one of them: 6.
    let tiff = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
    let length = u16::try_from(tiff.len() + 2).unwrap().to_be_bytes();
    [&bytes[..2], &[0xFF, 0xE1], &length, tiff, &bytes[2..]].concat()
}

#[test]
fn a_photo_taken_sideways_stands_upright_in_the_report() {
    let w = with_photo("photos/a.jpg");
    w.write("content/one/inspections/photos/a.jpg", on_its_side());
    let report = w.path().join("report.pdf");
    w.run(&["inspect", "report", SITE, "-o", "report.pdf"]).expect(0);
    let done = Command::new("pdfimages").arg("-png").arg(&report).arg(w.path().join("out")).output().unwrap();
    assert!(done.status.success());
    let images =
        fs::read_dir(w.path()).unwrap().flatten().map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "png"));
    let sizes: Vec<image::RgbImage> = images.map(|p| image::open(p).unwrap().to_rgb8()).collect();
    let photo = sizes.iter().find(|i| (i.width(), i.height()) == (40, 80)).expect("no upright photo in the report");
    let (above, below) = (photo.get_pixel(20, 10).0, photo.get_pixel(20, 70).0);
    assert!(above[0] > 180 && above[2] < 80 && below[2] > 180 && below[0] < 80, "{above:?} {below:?}");
}

/// Two records in one file.
fn two_in_one() -> Workspace {
    let w = inspected();
    fs::remove_file(w.path().join(OTHER)).unwrap();
    let item = |text: &str| format!("- {}\n", text.trim_end().replace('\n', "\n  "));
    w.write(SITE, item(RECORD) + &item(&RECORD.replace("point: east", "point: west")));
    w
}

#[test]
fn a_file_with_several_records() {
    let w = two_in_one();
    assert_eq!(score(&w, SITE).as_array().unwrap().len(), 2);
    let run = w.run(&["inspect", "report", SITE, "-o", "r.pdf", "--lang", "zh"]).expect(2);
    assert!(run.err.contains("文件里有几份记录") && run.err.contains("--point 服务点编号"), "{}", run.err);
    assert!(!w.path().join("r.pdf").exists());
    w.run(&["inspect", "report", SITE, "-o", "r.pdf", "--point", "west"]).expect(0);
    assert!(super::support::pdf_text(&w.path().join("r.pdf")).contains("西镇医保服务站"));
    let run = w.run(&["inspect", "report", SITE, "-o", "r.pdf", "--point", "north", "--lang", "zh"]).expect(2);
    assert!(run.err.contains("没有服务点“north”的记录"), "{}", run.err);
    // A slip in one of them does not hold up the other, and the file as a whole is not scored around it.
    w.edit(SITE, "sign: {marks: 5}", "sign: {marks: 50}");
    assert_eq!(w.run(&["inspect", "score", SITE]).expect(1).out, "");
    let run = w.run(&["inspect", "score", SITE, "--point", "east", "--lang", "zh"]).expect(1);
    assert!(run.out.is_empty() && run.err.contains("超过满分"), "{}", run.err);
    let run = w.run(&["inspect", "score", SITE, "--point", "west"]).expect(0);
    assert!(run.out.contains("合格") && !run.err.contains("C404"), "{}{}", run.out, run.err);
}

/// Fills in a written record: after each of these keys the value.
fn fill(w: &Workspace, path: &str, answers: &[(&str, &str)]) {
    let mut text = fs::read_to_string(w.path().join(path)).unwrap();
    for (key, value) in answers {
        let blank = if *key == "inspectors" { "inspectors: []".to_owned() } else { format!("\n  {key}:   #") };
        assert!(text.contains(&blank), "no {key} to fill in:\n{text}");
        let filled = if *key == "inspectors" { format!("inspectors: {value}") } else { format!("\n  {key}: {value}   #") };
        text = text.replacen(&blank, &filled, 1);
    }
    fs::write(w.path().join(path), text).unwrap();
}

const ANSWERS: [(&str, &str); 10] = [
    ("inspectors", "[张示例]"),
    ("面积", "60"),
    ("工作人员", "2"),
    ("办件", "10"),
    ("全部办件", "90"),
    ("参保率", "96"),
    ("sign", "{marks: 3, reason: 褪色}"),
    ("open", "{met: 是}"),
    ("service", "{faults: {}}"),
    ("desk", "{missing: []}"),
];

#[test]
fn each_round_gets_a_record_to_fill_in() {
    let w = inspected();
    fs::remove_file(w.path().join(SITE)).unwrap();
    let new = |round: &str| w.run(&["inspect", "new", "test", "east", "--round", round]).expect(0).out.trim().to_owned();
    for round in ["self", "town", "site"] {
        let path = new(round);
        // Blank it is read without an error, and everything waits for data.
        let found = said(&w, "zh");
        assert!(found.len() == 1 && found[0].starts_with("C404") && found[0].contains("没有写检查人"), "{found:?}");
        let blank = score(&w, &path);
        assert_eq!((&blank["grade"], &blank["state"]), (&serde_json::Value::Null, &"unknown".into()));
        let open = blank["unknown"].as_array().unwrap().len();
        // What the round before found of facts stands until it is measured anew; what was looked at does not.
        assert_eq!(open, if round == "self" { 8 } else { 4 }, "{round}");
        fill(&w, &path, &ANSWERS);
        assert_eq!(said(&w, "zh"), Vec::<String>::new());
        assert_eq!(score(&w, &path)["total"], "38");
        // Never twice, and never over what somebody wrote.
        let run = w.run(&["inspect", "new", "test", "east", "--round", round, "--lang", "zh"]).expect(2);
        assert!(run.err.contains("已有这一轮的记录"), "{}", run.err);
        let run = w.run(&["inspect", "new", "test", "east", "--campaign", "另一批", "-o", &path, "--lang", "zh"]).expect(2);
        assert!(run.err.contains("已经存在，没有覆盖"), "{}", run.err);
    }
    let path = new("recheck");
    let text = fs::read_to_string(w.path().join(&path)).unwrap();
    assert!(
        text.contains("\n  sign:") && !text.contains("\n  open:") && text.contains("# 上一轮：") && text.contains("褪色"),
        "{text}"
    );
    // Nobody has looked again yet: what was found on site still stands.
    let blank = score(&w, &path);
    assert_eq!((&blank["unknown"], &blank["total"]), (&serde_json::json!([]), &"38".into()));
    fill(&w, &path, &[("inspectors", "[张示例]"), ("sign", "{marks: 5}")]);
    assert_eq!(said(&w, "zh"), Vec::<String>::new());
    assert_eq!(score(&w, &path)["total"], "40");
}

#[test]
fn status_has_the_overdue_first() {
    let w = inspected();
    for file in [SITE, OTHER] {
        fs::remove_file(w.path().join(file)).unwrap();
    }
    let run = w.run(&["inspect", "status", "--lang", "zh"]).expect(0);
    assert!(run.out.is_empty() && run.err.contains("没有检查记录"), "{}{}", run.out, run.err);
    let mend = |what: &str, deadline: &str| {
        let deadline = if deadline.is_empty() { String::new() } else { format!(", deadline: {deadline}") };
        RECORD.replace("{marks: 5}", &format!("{{marks: 2, reason: 褪色, mend: {{what: {what}{deadline}}}}}"))
    };
    for (i, (what, deadline)) in
        [("没有期限", ""), ("还早", "2026-12-10"), ("晚十一天", "2026-11-20"), ("今天", "2026-12-01"), ("晚三十天", "2026-11-01")]
            .into_iter()
            .enumerate()
    {
        w.write(
            &format!("content/one/points/p{i}.yaml"),
            POINT.replace("id: east", &format!("id: p{i}")).replace("东镇", &format!("第{i}镇")),
        );
        w.write(&format!("content/one/inspections/p{i}.yaml"), mend(what, deadline).replace("east", &format!("p{i}")));
    }
    let run = w.run(&["inspect", "status", "--lang", "zh"]).expect(0);
    let place = |what: &str| run.out.find(what).unwrap_or_else(|| panic!("no {what} in {}", run.out));
    let order = ["晚三十天", "晚十一天", "今天", "还早", "没有期限"].map(place);
    assert!(order.is_sorted(), "{}", run.out);
    assert!(run.out.starts_with("待整改 5 项，其中逾期 2 项："), "{}", run.out);
    assert!(run.out.contains("逾期30天") && run.out.contains("逾期11天"), "{}", run.out);
    // A record that cannot be scored is said to be so, and the others are listed all the same.
    w.edit("content/one/inspections/p1.yaml", "marks: 2", "marks: 20");
    let run = w.run(&["inspect", "status", "--lang", "zh"]).expect(0);
    let line = run.out.lines().find(|l| l.contains("第1镇") && l.contains("现场核查")).unwrap();
    assert!(line.trim_start().starts_with("记录有误") && run.err.contains("超过满分5分"), "{line}\n{}", run.err);
    assert_eq!(run.out.lines().filter(|l| l.contains("现场核查")).count(), 5);
}

#[test]
fn per_cent_meets_per_cent() {
    let line = |w: &Workspace, what: &str| {
        let text = fs::read_to_string(w.path().join("checklists/test.yaml")).unwrap();
        let (i, line) = text.lines().enumerate().find(|(_, l)| l.contains(what)).unwrap();
        format!("C413 checklists/test.yaml:{}:{}", i + 1, line.split(what).next().unwrap().chars().count() + 1)
    };
    let w = inspected();
    w.edit("checklists/test.yaml", "参保率: {unit: '%'}", "参保率: {}");
    finds(
        &w,
        &line(&w, "95%"),
        "数据“参保率”没有写单位 %，却和 95% 比较 ⇒ 在 facts 里给“参保率”写 unit: '%'；不是百分比，就去掉这里的 %",
        "the fact “参保率” has no unit %, yet is compared with 95% ⇒ write `unit: '%'` for “参保率” under `facts`; if it is not a percentage, remove the % here",
    );
    w.edit("checklists/test.yaml", "参保率: {}", "参保率: {unit: 人}");
    assert!(said(&w, "zh")[0].contains("数据“参保率”的单位是人，却和 95% 比较"));
    let w = inspected();
    w.edit("checklists/test.yaml", "value: 95%", "value: 95");
    finds(
        &w,
        &line(&w, "95, below"),
        "数据“参保率”的单位是 %，这里的 95 没有写 %，按 95% 计 ⇒ 写成 95%",
        "the fact “参保率” is in %, and 95 lacks the sign: it counts as 95% ⇒ write 95%",
    );
    w.edit("checklists/test.yaml", "value: 95,", "value: 0.95,");
    assert!(said(&w, "zh")[0].ends_with("这里的 0.95 没有写 %，按 0.95% 计 ⇒ 写成 0.95% 或 95%"), "{:?}", said(&w, "zh"));
}

#[test]
fn rounding_up_to_full_marks_meets_nothing() {
    let w = inspected();
    w.edit("checklists/test.yaml", "total: 40", "total: 40\nrounding: {digits: 0, mode: half_up}");
    w.edit("checklists/test.yaml", "value: 50, below: zero}}", "value: 50, below: proportional}}, veto: true");
    w.edit(SITE, "面积: 60", "面积: 49.999");
    assert_eq!(said(&w, "zh"), Vec::<String>::new());
    let outcome = score(&w, SITE);
    // 5×49.999÷50 = 4.9999, as marks 5: and still below the threshold, which the veto asks for.
    assert_eq!(of(&outcome, "space"), ("not_met", "5"));
    assert_eq!((&outcome["total"], &outcome["grade"]), (&"40".into(), &serde_json::Value::Null));
    w.edit(SITE, "面积: 49.999", "面积: 50");
    assert_eq!((of(&score(&w, SITE), "space"), &score(&w, SITE)["grade"]), (("met", "5"), &"合格".into()));
}

/// A bureau with an application form, and a point's application whose values follow.
fn applying(values: &str) -> Workspace {
    let w = Workspace::new();
    w.write(
        "content/one/programme.yaml",
        "title: 示范点方案\nforms:\n  - id: demonstration\n    title: 2026年度申报表\n    fields:\n      \
         - {label: 申请单位, from: name}\n      - {label: 联系人}\n      \
         - {label: 基本情况（不超过500字）, max_characters: 500}\n      - {label: 局意见, signed: true}\n",
    );
    w.write(
        "content/one/points/east.yaml",
        format!("{POINT}applications:\n  - form: demonstration\n    year: \"2026\"\n    values:\n{values}"),
    );
    w
}

/// Asserts one finding of an application in both languages.
fn form_finds(w: &Workspace, place: &str, zh: &str, en: &str) {
    assert_eq!(said(w, "zh"), [format!("{place} {zh}")]);
    assert_eq!(said(w, "en"), [format!("{place} {en}")]);
}

#[test]
fn an_application_keeps_to_its_form() {
    let text = |count: usize| format!("      联系人: 李示例\n      基本情况: \"{}\"\n", "医".repeat(count));
    assert_eq!(said(&applying(&text(500)), "zh"), Vec::<String>::new());
    let place = "C328 content/one/points/east.yaml:12:13";
    form_finds(
        &applying(&text(501)),
        place,
        "“基本情况”有501字，超过500字 ⇒ 删去1字以上（空格和换行不算）",
        "“基本情况” has 501 characters, more than 500 ⇒ remove 1 characters or more; white space does not count",
    );
    // White space does not count, neither half nor full width, nor a new line.
    let loose = "医 保　".repeat(250);
    assert_eq!(
        said(&applying(&format!("      联系人: 李示例\n      基本情况: |\n        {loose}\n\n        \n")), "zh"),
        Vec::<String>::new()
    );
    let loose = format!("      联系人: 李示例\n      基本情况（不超过500字）: |\n        {loose}\n        医\n");
    let found = said(&applying(&loose), "zh");
    assert!(found[0].starts_with("C328 content/one/points/east.yaml:13:9 “基本情况”有501字"), "{found:?}");
    form_finds(
        &applying(&(text(5) + "      联糸人: 王示例\n")),
        "M208 content/one/points/east.yaml:13:7",
        "申报表没有“联糸人”这一栏 ⇒ 是不是想写“联系人”？",
        "the form has no field “联糸人” ⇒ did you mean “联系人”?",
    );
    let w = applying(&text(5));
    w.edit("content/one/points/east.yaml", "form: demonstration", "form: demonstratoin");
    form_finds(
        &w,
        "M206 content/one/points/east.yaml:8:11",
        "没有申报表“demonstratoin” ⇒ 是不是想写 demonstration？",
        "there is no form `demonstratoin` ⇒ did you mean `demonstration`?",
    );
    form_finds(
        &applying("      联系人:\n      基本情况: \" \"\n"),
        "C329 content/one/points/east.yaml:8:5",
        "申报表还有空栏：联系人、基本情况 ⇒ 写在 values 里；留空的栏目打印出来由人手填",
        "the form still has blank fields: 联系人、基本情况 ⇒ write them under `values`; blank ones are printed to be filled in by hand",
    );
}
