//! What the website holds beside its pages: the circle of minutes, the index of the search, hours day by day, sitemap, linked data.

use std::fs;

use serde_json::Value;

use super::support::{POINT, Workspace, expect};

/// A degree of latitude is 111.195 km here: the mean radius of the earth is what distances are reckoned with.
const VILLAGES: &str = "\
minutes: 15
villages:
  - {name: 东村, lat: 38.0, lon: 108.0, population: 300}
  - {name: 近村, lat: 38.007, lon: 108.0, population: 100}
  - {name: 远村, lat: 38.009, lon: 108.0, population: 600}
  - {name: 无数村, lat: 38.5, lon: 108.0}
";

fn with_villages(villages: &str) -> Workspace {
    let w = Workspace::new();
    w.write("content/one/points/east.yaml", format!("{POINT}location: {{lat: 38.0, lon: 108.0}}\n"));
    w.write("content/one/villages.yaml", villages);
    w
}

fn read(w: &Workspace, path: &str) -> String {
    fs::read_to_string(w.path().join("output/site").join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

fn built(w: &Workspace) -> &Workspace {
    w.run(&["build", "-q", "--only", "site,data"]).expect(0);
    w
}

#[test]
fn who_reaches_a_point_on_foot() {
    let w = with_villages(VILLAGES);
    expect(&w.findings(), &[]);
    built(&w);
    // 0.007° are 778 m: 1,090 m of way, 14.5 minutes at 4.5 km/h. 0.009° are 1,001 m: 18.7 minutes.
    let page = read(&w, "one/reach/index.html");
    assert!(page.contains("步行15分钟内能到一个服务点的人：40%（1000人中的400人，4个村中的2个）"), "{page}");
    assert!(page.contains("没有人口数的村只计入村数"));
    assert_eq!((page.matches("m-inside").count(), page.matches("m-outside").count()), (2, 2));
    assert!(!page.contains(" style="), "the policy of the page forbids it");
    let csv = read(&w, "one/data/villages.csv");
    let rows: Vec<&str> = csv.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(rows.len(), 5);
    assert_eq!(rows[1], "东村,300,38.00000,108.00000,east,0,0.0,0.0,0.0,foot bicycle car");
    assert_eq!(rows[2], "近村,100,38.00700,108.00000,east,778,14.5,5.4,2.2,foot bicycle car");
    assert!(rows[3].ends_with(",1001,18.7,7.0,2.8,bicycle car"), "{}", rows[3]);
    // A point that is closed is no place to go.
    w.edit("content/one/points/east.yaml", "hours:", "status: closed\nstatus_reason: 并入\nhours:");
    built(&w);
    assert!(read(&w, "one/reach/index.html").contains("还没有可以计算的村"));
}

#[test]
fn coordinates_of_chinese_maps_are_converted() {
    let w = with_villages(&VILLAGES.replace("minutes: 15", "minutes: 15\ncrs: gcj02"));
    built(&w);
    let csv = read(&w, "one/data/villages.csv");
    let metres: f64 = csv.lines().nth(1).unwrap().split(',').nth(5).unwrap().parse().unwrap();
    assert!((200.0..900.0).contains(&metres), "GCJ-02 lies some hundred metres off: {metres}");
    w.edit("content/one/points/east.yaml", "lon: 108.0", "lon: 108.0, crs: gcj02");
    built(&w);
    assert_eq!(read(&w, "one/data/villages.csv").lines().nth(1).unwrap().split(',').nth(5), Some("0"));
    // The map of the points has them converted too.
    let points: Value = serde_json::from_str(&read(&w, "one/data/points.geojson")).unwrap();
    let lon = points["features"][0]["geometry"]["coordinates"][0].as_f64().unwrap();
    assert!((lon - 108.0).abs() > 0.001, "{lon}");
}

#[test]
fn slips_in_a_file_of_villages() {
    let slip = |from: &str, to: &str| with_villages(&VILLAGES.replace(from, to)).findings();
    expect(&slip("近村", "东村"), &["M205 content/one/villages.yaml:4:12 “东村” is listed twice"]);
    expect(
        &slip("lat: 38.5, lon: 108.0", "lat: 108.0, lon: 38.5"),
        &["C327 content/one/villages.yaml:6:", "C327 content/one/villages.yaml:6:"],
    );
    expect(
        &slip("lat: 38.5", "lat: 28.5"),
        &["C327 content/one/villages.yaml:6:22 “无数村” lies 1056.4公里 from the nearest point"],
    );
    expect(&slip("minutes: 15", "minutes: 0"), &["M208 content/one/villages.yaml:1:10"]);
    expect(&slip("minutes: 15", "crs: wgs48"), &["C327 content/one/villages.yaml:1:6"]);
    expect(&slip("minutes: 15", "speeds: {foot: 0, detour: 0.5}"), &["M208 ", "M208 "]);
    expect(&slip("population: 300", "people: 300"), &["M201 content/one/villages.yaml:3:"]);
}

#[test]
fn the_index_holds_what_pages_show_and_nothing_else() {
    let w = Workspace::new();
    w.edit("content/one/points/east.yaml", "hours:", "staff: [{name: 秘密人, phone: 138-0000-0001}]\nhours:");
    w.edit("content/one/catalog.yaml", "category:", "keywords: [社保]\n    category:");
    built(&w);
    let index = part(&w, "search.js");
    let rows = index["r"].as_array().unwrap();
    let item = rows.iter().find(|r| r[0] == 0).unwrap();
    assert_eq!((item[1].as_str(), item[2].as_str(), item[5].as_str()), (Some("enrol"), Some("参保登记"), Some("社保")));
    // The words of the list stand once, whoever uses them.
    let group = usize::try_from(item[4][0].as_u64().unwrap()).unwrap();
    assert!(index["g"][group][0].as_str().unwrap().contains("新农合"), "{}", index["g"]);
    let (sounds, traditional) = (index["s"].as_str().unwrap(), index["t"].as_str().unwrap());
    assert!(sounds.split(' ').any(|g| g.starts_with("can") && g.contains('参')) && traditional.contains("參参"));
    // What pages say comes later, and is told of the row that it belongs to.
    assert_eq!(index["m"], serde_json::json!(["search-text.js"]));
    let texts = part(&w, "search-text.js");
    let of = |row: &Value| usize::try_from(row[0].as_u64().unwrap()).unwrap();
    let said = texts["x"].as_array().unwrap().iter().find(|t| rows[of(t)][1] == "enrol").expect("the guide");
    assert!(said[1].as_str().unwrap().contains("身份证"));
    for index in ["one/search.js", "one/search-text.js"] {
        let index = read(&w, index);
        assert!(!index.contains("秘密人") && !index.contains("138-0000"), "a person is in the index");
    }
}

/// One file of an index as the object that it hands over.
fn part(w: &Workspace, name: &str) -> Value {
    let text = read(w, &format!("one/{name}"));
    serde_json::from_str(text.strip_prefix("yizhan.index(").unwrap().strip_suffix(");\n").unwrap()).unwrap()
}

#[test]
fn points_are_found_by_other_names_and_villages_lead_to_the_nearest() {
    let w = Workspace::new();
    w.edit("content/one/points/east.yaml", "channel:", "aliases: [老粮站, 东所]\nlocation: {lat: 30.1, lon: 120.1}\nchannel:");
    w.write(
        "content/one/villages.yaml",
        "source: 测试\nvillages: [{name: 山后村, lat: 30.2, lon: 120.2}, {name: 东镇, lat: 30.1, lon: 120.1}]\n",
    );
    built(&w);
    let index = part(&w, "search.js");
    assert!(index["p"][1].as_str().unwrap().contains("老粮站、东所"), "{}", index["p"]);
    // A point is named after 东镇 already.
    assert_eq!(index["v"], serde_json::json!([["山后村", "east", "东镇医保服务站"]]));
}

#[test]
fn many_points_have_pages_by_town_and_data_that_is_asked_for() {
    let w = Workspace::new();
    let point = |n: usize| {
        // Every fourth says no town; they stand under their channel.
        let place = ["甲河镇", "乙山乡", "丙苏木", "示例街"][n % 4];
        format!(
            "- {{id: p{n:04}, name: 第{n}医保服务站, channel: town, address: 示例县{place}{n}号, hours: \"Mo-Fr 08:30-17:00\", location: {{lat: 38.{n:03}, lon: 108.{n:03}}}}}\n"
        )
    };
    w.write("content/one/points/many.yaml", (0..700).map(point).collect::<String>());
    w.run(&["build", "--only", "site", "-q"]).expect(0);
    let page = read(&w, "one/points/index.html");
    assert!(page.contains("href=\"_jiahezhen/index.html\"") && page.contains("175 个网点"), "{page}");
    assert!(!page.contains("data-row") && page.contains("data-points=\"../\"") && page.contains("id=\"only-open\""));
    // A town of more points than a page holds goes over two, which lead to each other.
    let (one, two) = (read(&w, "one/points/_jiahezhen/index.html"), read(&w, "one/points/_jiahezhen-2/index.html"));
    assert_eq!((one.matches("data-row ").count(), two.matches("data-row ").count()), (150, 25));
    assert!(one.contains("../_jiahezhen-2/index.html") && two.contains("../_jiahezhen/index.html"));
    let channel = read(&w, "one/channels/town/index.html");
    assert!(channel.contains("../../points/_of-town/index.html#town") && !channel.contains("data-row "), "{channel}");
    assert!(read(&w, "one/index.html").contains("points/index.html#only-open"));
    // The data say the same: every point in one part, and the number of each part before it is loaded.
    let json = |name: &str, head: &str| -> Value {
        let text = read(&w, &format!("one/{name}"));
        serde_json::from_str(text.trim().strip_prefix(head).unwrap().strip_suffix(");").unwrap()).unwrap()
    };
    let index = json("points.js", "yizhan.points(");
    let parts = index["a"].as_array().unwrap();
    let mut ids = std::collections::BTreeSet::new();
    for (at, part) in parts.iter().enumerate() {
        let rows = json(&format!("points-{}.js", at + 1), &format!("yizhan.part({at},"));
        let rows = rows.as_array().unwrap();
        let kinds: u64 = part[3].as_array().unwrap().iter().map(|kind| kind[2].as_u64().unwrap()).sum();
        assert_eq!((part[1].as_u64().unwrap(), kinds), (rows.len() as u64, rows.len() as u64));
        ids.extend(rows.iter().map(|row| row[0].as_str().unwrap().to_owned()));
    }
    assert_eq!(ids.len(), 701);
}

#[test]
fn many_points_are_in_files_of_their_own() {
    let w = Workspace::new();
    let list: String = (0..1100)
        .map(|n| format!("- {{id: p{n:04}, name: 南镇第{n}村医保服务点, channel: town, address: 南镇第{n}村, phone: 0477-000{n:04}, hours: \"Mo-Fr 09:00-17:00\"}}\n"))
        .collect();
    w.write("content/one/points/many.yaml", list);
    w.run(&["build", "--only", "site,data", "-q"]).expect(0);
    let index = part(&w, "search.js");
    assert!(index["p"].is_null());
    assert_eq!(index["m"], serde_json::json!(["search-1.js", "search-2.js", "search-text.js"]));
    let lines = |name: &str| part(&w, name)["p"][1].as_str().unwrap().lines().count();
    assert_eq!((lines("search-1.js"), lines("search-2.js")), (1000, 101));
    // A point takes no more than what is its own: less than half of its name and address.
    let bytes = read(&w, "one/search-1.js").len();
    assert!(bytes < 40 * 1000, "{bytes}");
}

#[test]
fn a_sitemap_only_where_the_address_is_known() {
    let w = Workspace::new();
    built(&w);
    let map = read(&w, "sitemap.xml");
    // The day of the edition is not one on which a page changed: what no file dates has no date.
    assert!(map.contains("<url><loc>https://test.example/one/items/enrol/</loc><lastmod>2026-05-01</lastmod></url>"), "{map}");
    assert!(map.contains("<url><loc>https://test.example/one/points/east/</loc></url>") && !map.contains("2026-04-01"), "{map}");
    assert!(!map.contains("/v/") && !map.contains("404"));
    assert!(read(&w, "robots.txt").contains("Sitemap: https://test.example/sitemap.xml"));
    let page = read(&w, "one/items/enrol/index.html");
    assert!(page.contains("<link rel=\"canonical\" href=\"https://test.example/one/items/enrol/\">"));
    w.write("yizhan.yaml", "title: 测试\n");
    built(&w);
    assert!(!w.path().join("output/site/sitemap.xml").exists());
    assert!(!read(&w, "one/items/enrol/index.html").contains("canonical"));
}

/// The linked data of a page.
fn linked(page: &str) -> Value {
    let json =
        page.split("<script type=\"application/ld+json\">").nth(1).expect("linked data").split("</script>").next().unwrap();
    serde_json::from_str(json).unwrap_or_else(|e| panic!("{e}: {json}"))
}

#[test]
fn linked_data_says_what_the_page_says() {
    let w = Workspace::new();
    w.edit("content/one/points/east.yaml", "name: 东镇医保服务站", "name: 东镇</script>站\nlocation: {lat: 38.0, lon: 108.5}");
    built(&w);
    let service = linked(&read(&w, "one/items/enrol/index.html"));
    assert_eq!((service["@type"].as_str(), service["name"].as_str()), (Some("GovernmentService"), Some("参保登记")));
    assert_eq!(service["availableChannel"].as_array().unwrap().len(), 2);
    let office = linked(&read(&w, "one/points/east/index.html"));
    assert_eq!(office["name"], "东镇</script>站");
    assert_eq!(office["geo"]["longitude"], "108.50000");
    let hours = &office["openingHoursSpecification"];
    assert_eq!(hours.as_array().unwrap().len(), 2);
    assert_eq!((hours[0]["opens"].as_str(), hours[0]["closes"].as_str()), (Some("08:30"), Some("11:30")));
    assert_eq!(hours[0]["dayOfWeek"].as_array().unwrap().len(), 5);
}

/// A ring a tenth of a degree wide round the point of the villages.
const RING: &str = "[[107.9,37.9],[108.1,37.9],[108.1,38.6],[107.9,38.6],[107.9,37.9]]";

fn with_boundary(geojson: &str, written: &str) -> Workspace {
    let w = with_villages(VILLAGES);
    w.edit("content/one/bureau.yaml", "name:", &format!("boundary: {written}\nname:"));
    w.write("content/one/boundary.geojson", geojson);
    w
}

#[test]
fn a_boundary_is_drawn_on_maps_with_where_it_is_from() {
    let polygon = format!("{{\"type\": \"Polygon\", \"coordinates\": [{RING}]}}");
    let w = with_boundary(&polygon, "{file: boundary.geojson, source: 示例图 审图号000}");
    w.write("content/one/points/west.yaml", "id: west\nname: 西镇站\nchannel: town\nlocation: {lat: 38.2, lon: 108.05}\n");
    expect(&w.findings().into_iter().filter(|f| f.contains("boundary")).collect::<Vec<_>>(), &[]);
    built(&w);
    for page in ["one/reach/index.html", "one/points/index.html"] {
        let page = read(&w, page);
        assert!(page.contains("class=\"m-border\"") && page.contains("示例图 审图号000"), "{page}");
    }
    // The line moves by some hundred metres where it is given as Chinese maps have it.
    let line =
        |w: &Workspace| read(w, "one/points/index.html").split("m-border").nth(1).unwrap().split('/').next().unwrap().to_owned();
    let before = line(&w);
    w.edit("content/one/bureau.yaml", "boundary.geojson,", "boundary.geojson, crs: bd09,");
    built(&w);
    assert_ne!(line(&w), before);
}

#[test]
fn slips_in_a_boundary() {
    let polygon = format!("{{\"type\": \"Polygon\", \"coordinates\": [{RING}]}}");
    let written = "{file: boundary.geojson, source: 示例}";
    let findings = |geojson: &str, written: &str| with_boundary(geojson, written).findings();
    expect(&findings(&polygon, written), &[]);
    expect(&findings("{\"type\": \"Polygon\",\n  \"coordinates\": [[}", written), &["M208 content/one/boundary.geojson:2:"]);
    expect(&findings("{\"type\": \"Point\", \"coordinates\": [108, 38]}", written), &["C327 content/one/boundary.geojson:1:1"]);
    expect(&findings(&polygon.replace("[107.9,37.9]", "[37.9,107.9]"), written), &["C327 content/one/boundary.geojson:1:1"]);
    // A bare list of features, as some services give it, and collections in it.
    let feature = format!("{{\"type\": \"Feature\", \"properties\": {{}}, \"geometry\": {polygon}}}");
    for whole in [
        format!("[{feature}]"),
        format!("[[{feature}], {polygon}]"),
        format!("[{{\"type\": \"FeatureCollection\", \"features\": [{feature}]}}]"),
    ] {
        expect(&findings(&whole, written), &[]);
    }
    let line = "[{\"type\": \"LineString\", \"coordinates\": [[108, 38], [108.1, 38]]}]";
    expect(
        &findings(line, written),
        &["C327 content/one/boundary.geojson:1:1 it has no Polygon and no MultiPolygon, only LineString"],
    );
    let other = "{\"type\": \"Topology\", \"objects\": {}, \"arcs\": []}";
    expect(&findings(other, written), &["C327 content/one/boundary.geojson:1:1 this is TopoJSON"]);
    // The file is not there, and the one that is there is used by nobody.
    expect(
        &findings(&polygon, "{file: border.geojson, source: 示例}"),
        &["Y116 content/one/boundary.geojson", "M206 content/one/bureau.yaml:1:18"],
    );
    expect(&findings(&polygon, "{file: boundary.geojson, crs: wgs48, source: 示例}"), &["C327 content/one/bureau.yaml:1:"]);
    // The outline of some other place.
    let elsewhere = polygon.replace("107.9", "117.9").replace("108.1", "118.1");
    expect(&findings(&elsewhere, written), &["C327 content/one/bureau.yaml:1:18 not one point lies within"]);
    // A map without where its lines are from may not be shown.
    expect(&findings(&polygon, "{file: boundary.geojson}"), &["M202 content/one/bureau.yaml:1:12 the key `source` is missing"]);
}

#[test]
fn days_to_know_beforehand_are_a_calendar() {
    let w = Workspace::new();
    w.write("calendar.yaml", "years: [{year: 2026, holidays: [{name: 元旦, from: 2026-01-01, to: 2026-01-03}]}]\n");
    w.edit(
        "content/one/points/east.yaml",
        "hours:",
        "special:\n  - {name: 局长接待日, hours: \"We[3] 09:00-11:00; PH off\", note: \"请预约；带身份证, 谢谢\"}\n  - {name: 午间不打烊, hours: \"Mo-Fr 11:30-14:30\"}\n  - {name: 周六办, hours: \"Sa 09:00-11:30; PH off\"}\nhours:",
    );
    built(&w);
    let calendar = read(&w, "one/data/calendar.ics");
    assert!(calendar.lines().all(|line| line.len() <= 75), "RFC 5545, 3.1");
    assert_eq!(calendar.matches("\r\n").count(), calendar.matches('\n').count());
    let calendar = calendar.replace("\r\n ", "");
    let events: Vec<&str> = calendar.split("BEGIN:VEVENT").skip(1).collect();
    let days = events.iter().filter(|e| e.contains("SUMMARY:局长接待日（东镇医保服务站）")).count();
    assert_eq!(days, 12);
    assert!(!calendar.contains("午间不打烊"), "what happens every day is no appointment");
    let saturdays: Vec<_> = events.iter().filter(|e| e.contains("SUMMARY:周六办")).collect();
    assert_eq!(saturdays.len(), 51, "52 Saturdays, one of them a holiday");
    assert!(saturdays[0].contains("DTSTART:20260110T010000Z\r\n") && saturdays[0].contains("DTEND:20260110T033000Z\r\n"));
    let third = events.iter().find(|e| e.contains("局长接待日")).unwrap();
    assert!(third.contains("DTSTART:20260121T010000Z") && third.contains("请预约；带身份证\\, 谢谢"), "{third}");
    let mut ids: Vec<&str> = calendar.lines().filter(|l| l.starts_with("UID:")).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), events.len());
    assert!(read(&w, "one/points/index.html").contains("../data/calendar.ics"));
    // Without a calendar nobody knows the days off.
    fs::remove_file(w.path().join("calendar.yaml")).unwrap();
    built(&w);
    assert!(!w.path().join("output/site/one/data/calendar.ics").exists());
    assert!(!read(&w, "one/points/index.html").contains("calendar.ics"));
}

#[test]
fn the_first_page_leads_to_the_nearest_and_to_those_that_are_open() {
    let w = Workspace::new();
    built(&w);
    let home = read(&w, "one/index.html");
    assert!(home.contains("points/index.html#only-open") && !home.contains("#near"), "no point has coordinates: {home}");
    w.edit("content/one/points/east.yaml", "hours:", "location: {lat: 38.0, lon: 108.0}\nhours:");
    built(&w);
    assert!(read(&w, "one/index.html").contains("points/index.html#near"));
    fs::remove_file(w.path().join("calendar.yaml")).unwrap();
    built(&w);
    assert!(!read(&w, "one/index.html").contains("#only-open"), "without a calendar nobody knows who is open");
}

#[test]
fn points_side_by_side() {
    let w = Workspace::new();
    built(&w);
    assert!(!w.path().join("output/site/one/points/_compare").exists(), "one point has nothing to be compared with");
    w.write(
        "content/one/points/hall.yaml",
        "id: hall\nname: 县厅\nchannel: hall\nhours: \"Mo-Fr 09:00-17:00; Sa 09:00-11:30\"\nphone: 0477-0000002\n",
    );
    built(&w);
    let page = read(&w, "one/points/_compare/index.html");
    let row = |name: &str| page.split("<tr>").find(|r| r.contains(name)).unwrap().to_owned();
    assert!(row("县厅").contains(">不休息<") && row("县厅").contains("09:00\u{2060}—\u{2060}11:30"), "{}", row("县厅"));
    assert!(row("东镇").contains("data-l=\"周末\">休息<") && row("东镇").contains("data-l=\"午间\">休息<"), "{}", row("东镇"));
    assert!(row("县厅").contains("1 项"));
    w.edit("content/one/points/east.yaml", "hours:", "special: [{name: 午间值守, hours: \"Mo-Fr 11:30-14:30\"}]\nhours:");
    built(&w);
    assert!(read(&w, "one/points/_compare/index.html").contains("data-l=\"午间\">午间值守<"));
}

#[test]
fn a_plan_tells_the_script_what_may_be_overdue() {
    let w = Workspace::new();
    w.write(
        "content/one/plan.yaml",
        "title: 计划\ngroups:\n  - title: 一\n    tasks:\n      - {text: 甲事, deadline: 2023年4月底}\n      - {text: 乙事, deadline: 2023年4月底, done: true}\n      - {text: 丙事, deadline: 长期坚持}\n",
    );
    built(&w);
    let page = read(&w, "one/plan/index.html");
    assert_eq!(page.matches("data-due=\"2023-04-30\" hidden").count(), 1, "{page}");
    assert!(!page.contains("data-due=\"\""));
}

#[test]
fn only_who_agreed_is_named_on_the_page_of_a_point() {
    let w = Workspace::new();
    let staff = "staff:\n  - {name: 甲公开, role: 综合柜员, phone: 0477-0000003, public: true}\n  - {name: 乙不公开, phone: 138-0000-0009}\nhours:";
    w.edit("content/one/points/east.yaml", "hours:", staff);
    built(&w);
    let page = read(&w, "one/points/east/index.html");
    assert!(page.contains("甲公开，综合柜员，<a class=\"inline-tel\" href=\"tel:04770000003\">0477-0000003</a>"), "{page}");
    assert!(!page.contains("乙不公开") && !page.contains("138-0000"));
}

const NOTICE: &str =
    "---\ntitle: 周五上午停办<b>\ndate: 2026-11-20\nuntil: 2026-11-28\npoints: [east]\n---\n\n平台维护，**暂停**参保登记。\n";

#[test]
fn notices_stand_where_people_look() {
    let w = Workspace::new();
    w.write("content/one/notices/pause.md", NOTICE);
    w.write(
        "content/one/notices/older.md",
        NOTICE.replace("2026-11-20", "2026-10-01").replace("points: [east]\n", "").replace("周五上午", "全市"),
    );
    expect(&w.findings(), &[]);
    built(&w);
    let home = read(&w, "one/index.html");
    assert!(home.find("周五上午停办&lt;b&gt;").unwrap() < home.find("全市停办").unwrap(), "the newest first");
    assert!(home.contains("<li data-until=\"2026-11-28\"><a href=\"notices/pause/index.html\">"), "{home}");
    let point = read(&w, "one/points/east/index.html");
    assert!(point.contains("../../notices/pause/index.html") && !point.contains("全市停办"), "{point}");
    let page = read(&w, "one/notices/pause/index.html");
    assert!(
        page.contains("<strong>暂停</strong>参保登记")
            && page.contains("有效至2026年11月28日")
            && page.contains("../../points/east/")
    );
    assert!(read(&w, "one/notices/index.html").contains("href=\"older/index.html\""));
    assert!(read(&w, "one/feed.xml").contains("周五上午停办"));
    assert!(read(&w, "one/search.js").contains("notices/pause/index.html"));
    // Slips.
    w.write("content/one/notices/pause.md", NOTICE.replace("2026-11-28", "2026-11-18").replace("[east]", "[esat]"));
    w.write("content/one/notices/undated.md", "---\ntitle: 没有日期\n---\n\n字。\n");
    expect(
        &w.findings(),
        &[
            "M208 content/one/notices/pause.md:4:8 it ends on",
            "M206 content/one/notices/pause.md:5:10 there is no point esat",
            "M202 content/one/notices/undated.md:2:1 the key `date` of",
        ],
    );
}

#[test]
fn the_third_wednesday_is_not_every_wednesday() {
    let w = Workspace::new();
    w.edit("content/one/points/east.yaml", "Mo-Fr 08:30-11:30,14:30-17:30; PH off", "We[3] 09:00-11:00");
    built(&w);
    let page = read(&w, "one/points/east/index.html");
    assert!(!page.contains("<table class=\"week\""), "a week is drawn");
    assert!(page.contains("每月"), "{page}");
}

#[test]
fn handbooks_can_be_read_chapter_by_chapter() {
    let w = Workspace::new();
    w.write("content/one/handbooks/text.md", "## 先看\n\n正文一句。\n");
    w.write(
        "content/one/handbooks/book.yaml",
        "id: book\ntitle: 业务指南\nchapters:\n  - {title: 说明, file: text.md}\n  - {title: 指南, guides: [all]}\n  - {title: 清单, list: channels}\n",
    );
    built(&w);
    assert!(read(&w, "one/handbooks/index.html").contains("href=\"book_1/index.html\""));
    let first = read(&w, "one/handbooks/book_1/index.html");
    assert!(first.contains("正文一句。") && first.contains("下一章：指南") && !first.contains("上一章"));
    let second = read(&w, "one/handbooks/book_2/index.html");
    assert!(second.contains("身份证") && second.contains("参保登记"));
    let third = read(&w, "one/handbooks/book_3/index.html");
    assert!(third.contains("大厅") && third.contains("镇站") && !third.contains("下一章"));
}

#[test]
fn items_that_are_alike_have_a_page() {
    let w = Workspace::new();
    w.edit(
        "content/one/catalog.yaml",
        "    depth: {hall: 办结, town: 办结}\n",
        "    depth: {hall: 办结, town: 办结}\n  - {id: other, name: 异地备案, clients: [法人], category: 公共服务, handling: 承诺件, depth: {hall: 受理}}\n",
    );
    built(&w);
    let page = read(&w, "one/items/_client-1/index.html");
    assert!(page.contains("服务对象：法人") && page.contains("异地备案") && !page.contains("<span>参保登记</span>"), "{page}");
    assert!(!w.path().join("output/site/one/items/_category-0").exists(), "every item is of one category: it narrows nothing");
    let matrix = read(&w, "one/items/index.html");
    assert!(matrix.contains("data-f=\"category-0 channel-0 channel-0depth-1 client-1 depth-1 handling-1\""), "{matrix}");
}

#[test]
fn an_old_id_leads_on_and_is_used_once() {
    let w = Workspace::new();
    w.edit("content/one/points/east.yaml", "hours:", "formerly: [dong, ost]\nhours:");
    w.edit("content/one/catalog.yaml", "category:", "曾用编号: [register]\n    category:");
    expect(&w.findings(), &[]);
    built(&w);
    let page = read(&w, "one/points/ost/index.html");
    assert!(page.contains("content=\"0; url=../east/index.html\"") && page.contains("href=\"../east/index.html\""), "{page}");
    assert!(page.contains("noindex") && page.contains("<link rel=\"canonical\" href=\"https://test.example/one/points/east/\">"));
    assert!(read(&w, "one/items/register/index.html").contains("../enrol/index.html"));
    let map = read(&w, "sitemap.xml");
    assert_eq!(map.matches("/points/east/").count(), 1, "{map}");
    assert!(!map.contains("/points/ost/"));
    w.edit("content/one/points/east.yaml", "formerly: [dong, ost]", "formerly: [dong, dong, east]");
    expect(&w.findings(), &["M205 content/one/points/east.yaml:6:18", "M205 content/one/points/east.yaml:6:24"]);
}

#[test]
fn the_feed_has_dates_of_the_files_and_not_of_the_clock() {
    let w = Workspace::new();
    built(&w);
    let feed = read(&w, "one/feed.xml");
    let document = roxmltree::Document::parse(&feed).unwrap();
    let entries: Vec<_> = document.descendants().filter(|n| n.has_tag_name(("http://www.w3.org/2005/Atom", "entry"))).collect();
    let text = |node: &roxmltree::Node<'_, '_>, name: &str| {
        node.children().find(|n| n.tag_name().name() == name).and_then(|n| n.text()).unwrap_or_default().to_owned()
    };
    assert_eq!(entries.len(), 2, "{feed}");
    assert_eq!(text(&entries[0], "title"), "《参保登记》办事指南核对过");
    assert_eq!(text(&entries[0], "updated"), "2026-05-01T00:00:00+08:00");
    assert_eq!(text(&entries[0], "id"), "https://test.example/one/items/enrol/#2026-05-01");
    let mut ids: Vec<String> = entries.iter().map(|e| text(e, "id")).collect();
    ids.dedup();
    assert_eq!(ids.len(), 2);
    assert!(read(&w, "one/index.html").contains("最近更新"));
    w.write("yizhan.yaml", "title: 测试\n");
    built(&w);
    assert!(!w.path().join("output/site/one/feed.xml").exists());
}

/// From an address to a map: each map has its own coordinates, and nothing is asked of any before somebody follows a link.
#[test]
fn a_point_with_a_place_leads_to_maps() {
    let w = Workspace::new();
    w.edit(
        "content/one/points/east.yaml",
        "hours:",
        "location: {lat: 39.911954, lon: 116.377817}\ncomplaint_phone: 0477-0000008转12\nhours:",
    );
    built(&w);
    let page = read(&w, "one/points/east/index.html");
    let link = |start: &str| {
        let (_, rest) = page.split_once(&format!("href=\"{start}")).unwrap_or_else(|| panic!("{start}: {page}"));
        rest.split('"').next().unwrap().replace("&amp;", "&")
    };
    let near = |text: &str, wanted: [f64; 2]| {
        let found: Vec<f64> =
            text.split(',').take(2).map(|n| n.split(['&', ';', '?']).next().unwrap().parse().unwrap()).collect();
        assert!((found[0] - wanted[0]).abs() < 0.000_01 && (found[1] - wanted[1]).abs() < 0.000_01, "{text}: {wanted:?}");
    };
    // Pairs in public use: WGS-84, GCJ-02, BD-09 of the same place.
    near(&link("geo:"), [39.911_954, 116.377_817]);
    near(&link("https://uri.amap.com/marker?position="), [116.384_047, 39.913_345]);
    near(&link("https://apis.map.qq.com/uri/v1/marker?marker=coord:"), [39.913_345, 116.384_047]);
    near(&link("https://api.map.baidu.com/marker?location="), [39.919_576, 116.390_455]);
    assert!(link("https://uri.amap.com/").contains("%E4%B8%9C%E9%95%87"), "{page}");
    assert!(page.contains("href=\"tel:04770000008,12\""), "a complaint is a call away: {page}");
    for asked in ["<link", "<img", "<script"] {
        assert!(
            page.split(asked).skip(1).all(|rest| {
                let tag = rest.split('>').next().unwrap();
                tag.contains("canonical") || !tag.contains("://")
            }),
            "{page}"
        );
    }
    assert!(page.contains("property=\"og:image\" content=\"https://test.example/assets/icon-512.png\""), "{page}");
    let manifest: Value = serde_json::from_str(&read(&w, "site.webmanifest")).unwrap();
    for icon in manifest["icons"].as_array().unwrap() {
        assert!(w.path().join("output/site").join(icon["src"].as_str().unwrap()).is_file(), "{icon}");
    }
    // What is closed is on no map.
    w.edit("content/one/points/east.yaml", "hours:", "status: closed\nstatus_reason: 并入\nhours:");
    built(&w);
    assert!(!read(&w, "one/points/east/index.html").contains("uri.amap.com"));
}
