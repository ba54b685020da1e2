//! Coordinates in lists of points: in one column or two, as people write them; the system is named, asked for once, and never guessed in silence.

use std::fs;

use super::support::{Run, Workspace};

const NEW: &str = "content/one/points/imported.yaml";

fn import(table: &str, more: &[&str]) -> (Workspace, Run) {
    let w = Workspace::new();
    let run = again(&w, table, more);
    (w, run)
}

fn again(w: &Workspace, table: &str, more: &[&str]) -> Run {
    w.write("p.csv", table.as_bytes());
    w.run(&[&["import", "points", "p.csv", "--write", "--lang", "zh"], more].concat()).expect(0)
}

/// The ids of the questions of a preview with the words of an answer.
fn questions(run: &Run, word: &str) -> Vec<String> {
    let ids = run.out.lines().filter_map(|line| line.trim().split_once('=')).filter(|(_, rest)| rest.starts_with(word));
    ids.map(|(id, _)| id.to_owned()).collect()
}

/// Writings, and what stands in the file then.
const WRITINGS: [(&str, &str, &str); 14] = [
    ("121.4413,28.4012", "28.4012", "121.4413"),
    ("28.4012，121.4413", "28.4012", "121.4413"),
    ("121.4413、28.4012", "28.4012", "121.4413"),
    ("121.4413 28.4012", "28.4012", "121.4413"),
    ("（121.4413；28.4012）", "28.4012", "121.4413"),
    ("北纬28.4012 东经121.4413", "28.4012", "121.4413"),
    ("东经121.4413°，北纬28.4012°", "28.4012", "121.4413"),
    ("E121.4413，N28.4012", "28.4012", "121.4413"),
    ("28.4012N 121.4413E", "28.4012", "121.4413"),
    ("经度：121.4413，纬度：28.4012", "28.4012", "121.4413"),
    ("lng:121.4413,lat:28.4012", "28.4012", "121.4413"),
    ("28°24′00″N 121°26′24″E", "28.4", "121.44"),
    ("北纬28度24分，东经121度26分24秒", "28.4", "121.44"),
    ("121.44,28.40", "28.40", "121.44"),
];

#[test]
fn both_coordinates_in_one_column() {
    for head in ["经纬度", "坐标", "经纬度坐标", "坐标（经度，纬度）", "GPS坐标", "地理坐标"] {
        let rows: String = WRITINGS
            .iter()
            .enumerate()
            .map(|(at, (text, ..))| format!("第{at}村医保服务点,town,新路{at}号,\"{text}\"\n"))
            .collect();
        let (w, run) = import(&format!("名称,渠道,地址,\"{head}\"\n{rows}"), &[]);
        let new = fs::read_to_string(w.path().join(NEW)).unwrap();
        let records: Vec<&str> = new.split("- id: ").skip(1).collect();
        assert_eq!(records.len(), WRITINGS.len(), "{new}");
        for ((text, lat, lon), record) in WRITINGS.iter().zip(records) {
            assert!(record.contains(&format!("location: {{lat: {lat}, lon: {lon}}}")), "{head}: {text}: {record}\n{}", run.out);
            assert!(!record.contains("more"), "{record}");
        }
        // One question for the column.
        assert_eq!(questions(&run, "gcj02").len(), 1, "{}", run.out);
        assert!(run.out.contains("照 wgs84") || run.out.contains("按 wgs84 画"), "{}", run.out);
    }
}

#[test]
fn the_system_is_asked_once_and_remembered() {
    for table in [
        "名称,渠道,经纬度\n甲村医保服务点,town,\"121.4413,28.4012\"\n乙村医保服务点,town,\"121.4513,28.4112\"\n",
        "名称,渠道,经度,纬度\n甲村医保服务点,town,121.4413,28.4012\n乙村医保服务点,town,121.4513,28.4112\n",
    ] {
        let (_, run) = import(table, &[]);
        let ids = questions(&run, "gcj02");
        assert_eq!(ids.len(), 1, "{}", run.out);
        let answer = format!("{}=gcj02", ids[0]);
        let (w, run) = import(table, &["--answer", &answer]);
        let new = fs::read_to_string(w.path().join(NEW)).unwrap();
        assert_eq!(new.matches("crs: gcj02}").count(), 2, "{new}");
        assert!(!run.out.contains("照 wgs84"), "{}", run.out);
        // The same table again changes nothing and asks nothing; another one of its shape is known.
        let same = again(&w, table, &[]);
        assert!(same.err.contains("一样") || same.out.contains("一样"), "{}{}", same.out, same.err);
        assert!(questions(&same, "gcj02").is_empty(), "{}", same.out);
        let other = again(&w, &table.replace("甲村", "丙村").replace("乙村", "丁村"), &[]);
        assert!(questions(&other, "gcj02").is_empty(), "{}", other.out);
        assert_eq!(fs::read_to_string(w.path().join(NEW)).unwrap().matches("crs: gcj02}").count(), 4);
        assert!(!w.findings().iter().any(|f| f.contains("坐标") || f.contains("coordinate")), "{:?}", w.findings());
    }
}

#[test]
fn a_system_that_is_named_is_not_asked_for() {
    for (head, cell, more, wanted) in [
        ("坐标（高德）", "121.4413,28.4012", "", "gcj02"),
        ("百度坐标", "121.4413,28.4012", "", "bd09"),
        ("经纬度（WGS-84）", "121.4413,28.4012", "", "wgs84"),
        ("经纬度（国家2000大地坐标）", "121.4413,28.4012", "", "wgs84"),
        ("坐标", "121.4413,28.4012（腾讯地图）", "", "gcj02"),
        ("坐标", "121.4413,28.4012", "百度地图", "bd09"),
    ] {
        let table = format!("名称,渠道,\"{head}\",坐标系\n甲村医保服务点,town,\"{cell}\",{more}\n");
        let (w, run) = import(&table, &[]);
        let new = fs::read_to_string(w.path().join(NEW)).unwrap();
        assert!(
            new.contains(&format!("location: {{lat: 28.4012, lon: 121.4413, crs: {wanted}}}")),
            "{head} {cell}: {new}\n{}",
            run.out
        );
        assert!(questions(&run, "gcj02").is_empty(), "{}", run.out);
    }
}

#[test]
fn what_is_no_place_stays_as_it_stands() {
    let table = "名称,渠道,坐标\n甲村医保服务点,town,\"121.4413,28.4012\"\n乙村医保服务点,town,\"28.40,28.41\"\n丙村医保服务点,town,\"121.44，28.40附近\"\n丁村医保服务点,town,\"12,34\"\n";
    let (w, run) = import(table, &[]);
    let new = fs::read_to_string(w.path().join(NEW)).unwrap();
    assert_eq!(new.matches("location:").count(), 1, "{new}");
    for (row, text) in [(3, "28.40,28.41"), (4, "121.44，28.40附近"), (5, "12,34")] {
        assert!(new.contains(text), "{text} is not in\n{new}");
        assert!(run.out.contains(&format!("C{row}")) && run.out.contains("读不成坐标"), "{}", run.out);
    }
    // A column without a single place is something else, and nobody is asked.
    let (w, run) = import("名称,渠道,坐标\n甲村医保服务点,town,A区3号\n", &[]);
    let new = fs::read_to_string(w.path().join(NEW)).unwrap();
    assert!(new.contains("more: {坐标: A区3号}"), "{new}");
    assert!(questions(&run, "gcj02").is_empty() && !run.out.contains("读不成坐标"), "{}", run.out);
}
