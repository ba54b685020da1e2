//! Names of points as they are written in the field, and the lines that their plates have.

use super::*;

/// A name, and the place in it; none where only a person can tell.
const NAMES: [(&str, Option<&str>); 72] = [
    ("嘎鲁图镇医保服务站", Some("嘎鲁图镇")),
    ("嘎鲁图镇党群服务中心医保服务站", Some("嘎鲁图镇")),
    ("云塘镇便民服务中心医保窗口", Some("云塘镇")),
    ("云塘镇松塘村医保经办服务点", Some("云塘镇松塘村")),
    ("示例甲嘎查党群服务中心医保服务点", Some("示例甲嘎查")),
    ("荷湾镇人民政府医疗保障服务窗口", Some("荷湾镇")),
    ("双塘村村委会医保服务点", Some("双塘村")),
    ("苏力德苏木党群服务中心", Some("苏力德苏木")),
    ("海韵示例大药房医保服务点", Some("海韵示例大药房")),
    // The insurance before the words for the house.
    ("东村医疗保障便民服务点", Some("东村")),
    ("东村医保便民服务站", Some("东村")),
    ("东镇医疗保障便民服务中心", Some("东镇")),
    ("西街社区医疗保障综合服务窗口", Some("西街社区")),
    ("柳河乡医疗保障公共服务工作站", Some("柳河乡")),
    ("柳河乡基本医疗保险经办服务站", Some("柳河乡")),
    ("石桥村医保帮办代办点", Some("石桥村")),
    ("石桥村医保便民服务驿站", Some("石桥村")),
    ("青山街道医保办", Some("青山街道")),
    ("青山街道医保所", Some("青山街道")),
    ("青山镇医保站", Some("青山镇")),
    ("下湾村医保点", Some("下湾村")),
    ("东镇基层医疗保障服务站", Some("东镇")),
    ("东镇城乡居民医保服务站", Some("东镇")),
    ("东镇医疗保障工作站", Some("东镇")),
    ("东镇医保经办窗口", Some("东镇")),
    ("红旗社区15分钟医保服务圈服务点", Some("红旗社区")),
    ("红旗社区十五分钟医保服务圈", Some("红旗社区")),
    ("和平社区医保自助服务终端", Some("和平社区")),
    ("和平社区智慧医保服务点", Some("和平社区")),
    // Houses before the insurance.
    ("河口镇政务服务中心医保综合窗口", Some("河口镇")),
    ("河口镇综合便民服务中心医疗保障窗口", Some("河口镇")),
    ("河口街道办事处医保服务站", Some("河口街道")),
    ("河口镇政府医保服务站", Some("河口镇")),
    ("松塘村村民委员会医保服务点", Some("松塘村")),
    ("松塘村委会医保服务点", Some("松塘村")),
    ("松塘村民委员会医保服务点", Some("松塘村")),
    ("向阳社区居委会医保服务点", Some("向阳社区")),
    ("向阳社区居民委员会医疗保障服务点", Some("向阳社区")),
    ("北山村党群服务中心便民服务点医保服务点", Some("北山村")),
    ("北山村党群服务站", Some("北山村")),
    ("北山村便民服务点", Some("北山村")),
    ("北山村新时代文明实践站医保服务点", Some("北山村")),
    ("云塘镇便民服务中心（医保窗口）", Some("云塘镇")),
    ("东社区服务中心医保服务点", Some("东社区")),
    // Houses with a name of their own keep it.
    ("东镇卫生院医保服务站", Some("东镇卫生院")),
    ("东镇中心卫生院医疗保障服务站", Some("东镇中心卫生院")),
    ("东村卫生室医保便民服务点", Some("东村卫生室")),
    ("榕荫社区卫生服务中心医保服务站", Some("榕荫社区卫生服务中心")),
    ("榕荫社区卫生服务站医保服务点", Some("榕荫社区卫生服务站")),
    ("县人民医院医疗保障服务站", Some("县人民医院")),
    ("康健大药房东街店医保服务点", Some("康健大药房东街店")),
    ("农商银行河口支行医保服务点", Some("农商银行河口支行")),
    ("示例人寿河口支公司医保服务站", Some("示例人寿河口支公司")),
    ("河口工业园区医保服务站", Some("河口工业园区")),
    ("东风医保服务站", Some("东风")),
    // Villages and towns with words in their names that also are words for counters.
    ("便民村医保服务点", Some("便民村")),
    ("惠民街道综合服务中心医保窗口", Some("惠民街道")),
    ("示范镇医保服务站", Some("示范镇")),
    ("大站村医保服务点", Some("大站村")),
    ("五里点村便民服务站", Some("五里点村")),
    // Only a person can tell.
    ("医保服务站", None),
    ("便民服务中心医保窗口", None),
    ("东镇", None),
    ("镇医保服务站", None),
    ("", None),
    ("东镇医保服务站（东街）", None),
    ("医保东镇服务站", None),
    ("县医疗保障局东镇工作站", None),
    ("东村普惠金融服务站医保服务点", None),
    ("东镇慢病医保服务站", None),
    ("灵峰社区助企办服务点", None),
    ("东镇助企服务专班医保点", None),
];

#[test]
fn the_place_is_what_stands_before_house_and_counter() {
    let wrong: Vec<String> = NAMES
        .iter()
        .filter(|(name, place)| place_of(name) != *place)
        .map(|(name, place)| format!("{name}: {:?}, not {place:?}", place_of(name)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whatever the name, no plate says twice what it is for.
#[test]
fn no_plate_doubles_its_office() {
    for (name, _) in NAMES {
        for pattern in [TOWN, VILLAGE] {
            let plate = place_of(name).map_or_else(|| Plate::divided(name), |place| Plate::filled(pattern, place));
            let said = plate.name().matches("医保").count() + plate.name().matches("医疗保").count();
            assert!(said <= 1, "{name}: {}", plate.name());
        }
    }
}

#[test]
fn a_name_breaks_before_words_and_never_within_them() {
    for (name, first) in [
        ("云塘镇便民服务中心医保窗口", "云塘镇便民服务中心"),
        ("乌审旗政务服务中心医保综合窗口", "乌审旗政务服务中心"),
        ("区行政服务中心医保自助服务专区", "区行政服务中心"),
        ("嘎鲁图镇医保服务站", "嘎鲁图镇"),
        ("灵峰社区助企办服务点", "灵峰社区助企办"),
        ("中国银行医保代办点", "中国银行"),
        ("榕荫社区卫生服务中心医保自助服务终端", "榕荫社区卫生服务中心"),
        ("医保大厅", ""),
        ("东风", ""),
        ("服务点", ""),
    ] {
        let plate = Plate::divided(name);
        assert_eq!((plate.place.as_str(), plate.name().as_str()), (first, name));
    }
}

#[test]
fn words_of_a_name_are_those_that_a_reader_sees() {
    for (name, words) in [
        ("云塘镇松塘村医保经办服务点", "云塘镇 松塘村 医保 经办 服务点"),
        ("嘎鲁图镇医疗保障服务站", "嘎鲁图镇 医疗保障 服务站"),
        ("榕荫社区卫生服务中心医保自助服务终端", "榕荫社区 卫生服务中心 医保 自助 服务终端"),
        ("乌审旗政务服务中心医保综合窗口", "乌审旗 政务服务中心 医保 综合 窗口"),
        ("东县农贸市场医保服务点", "东县 农贸市场 医保 服务点"),
        ("下湾村医保点", "下湾村 医保点"),
        ("红旗社区15分钟医保服务圈服务点", "红旗社区 15分钟 医保 服务圈 服务点"),
        ("东风", "东风"),
        ("医保服务站（东镇）", "医保服务站（东镇）"),
    ] {
        assert_eq!(super::words(name).join(" "), words, "{name}");
    }
}

#[test]
fn a_pattern_is_filled_wherever_the_place_stands() {
    let plate = |pattern: &str| Plate::filled(pattern, "东镇");
    assert_eq!(plate(TOWN), Plate { place: "东镇".to_owned(), rest: "医疗保障服务站".to_owned() });
    assert_eq!(plate("{地名}医保站").name(), "东镇医保站");
    assert_eq!(plate("医保服务站（{place}）").name(), "医保服务站（东镇）");
    // A place with braces in it is a text like any other.
    assert_eq!(Plate::filled(VILLAGE, "{}村").name(), "{}村医保经办服务点");
}

#[test]
fn slips_of_patterns_are_found_at_their_bytes() {
    assert_eq!(slip(TOWN), None);
    assert_eq!(slip("{地名}医保站"), None);
    assert_eq!(slip("医保服务站"), Some(Slip::NoPlace));
    assert_eq!(slip("{plcae}医保站"), Some(Slip::Braces(0..7)));
    assert_eq!(slip("{place}医保站{name}"), Some(Slip::Braces(16..22)));
    assert_eq!(slip("｛place｝医保站"), Some(Slip::Braces(0..11)));
    assert_eq!(slip("{place医保站"), Some(Slip::Braces(0..15)));
    assert_eq!(slip("place}医保站"), Some(Slip::Braces(5..6)));
}
