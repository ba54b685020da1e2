//! What the heads of a list of points mean.

use super::super::heads;

/// What a head means in a list of points: a key of [`COLUMNS`].
#[must_use]
pub fn key(head: &str) -> Option<&'static str> {
    let name = heads::plain(head);
    let name = name.as_str();
    // 北纬28.4012 is a value.
    if name.chars().count() > 14 || name.chars().filter(char::is_ascii_digit).count() > 3 {
        return None;
    }
    Some(match () {
        () if matches!(name, "编号" | "id" | "网点编号") => "id",
        () if heads::is_note(name) => "note",
        () if name == "hours_note" || heads::ends(name, &["时间说明", "时间备注"]) => "hours_note",
        () if matches!(name, "渠道" | "channel" | "类型" | "类别" | "网点级别" | "网点层级" | "层级" | "级别" | "服务层级")
            || (heads::ends(name, &["渠道", "类型", "类别"])
                && heads::has(name, &["网点", "服务", "机构", "站点", "点", "单位"])) =>
        {
            "channel"
        }
        () if heads::has(name, &["投诉", "监督", "举报"]) && heads::has(name, &["电话", "热线", "号码"]) => {
            "complaint_phone"
        }
        () if name == "phone"
            || heads::ends(name, &["电话", "联系方式", "手机", "热线", "电话号码", "手机号码", "手机号", "联系号码"]) =>
        {
            "phone"
        }
        () if is_pair(name) => "place",
        () if heads::has(name, &["经度", "东经"]) || matches!(name, "lon" | "lng") => "lon",
        () if heads::has(name, &["纬度", "北纬"]) && !name.contains('经') || name == "lat" => "lat",
        () if matches!(name, "坐标系" | "crs" | "坐标系统" | "坐标类型") => "crs",
        () if matches!(name, "地址" | "address" | "位置" | "地点" | "所在地" | "住址")
            || (heads::ends(name, &["地址", "地点", "位置"]) && !heads::has(name, &["网站", "网络", "ip", "邮"])) =>
        {
            "address"
        }
        () if name == "hours"
            || (heads::ends(name, &["时间", "时段"])
                && heads::has(
                    name,
                    &[
                        "服务", "工作", "营业", "上班", "办公", "开放", "对外", "值班", "坐班", "门诊", "开门", "上门", "作息",
                        "办理", "接待",
                    ],
                )) =>
        {
            "hours"
        }
        () if is_name(name) => "name",
        () => return None,
    })
}

/// Whether a head is that of both coordinates in one column: 经纬度, 坐标（经度，纬度）, 高德坐标, GPS.
fn is_pair(name: &str) -> bool {
    if heads::has(name, &["坐标系", "坐标类型", "系统"]) {
        return false;
    }
    let both = name.contains('经') && name.contains('纬') && heads::has(name, &["经纬", "纬经", "经度", "纬度"]);
    let positions = ["坐标", "gps", "坐标点", "定位坐标", "坐标值", "坐标位置"];
    both || positions.contains(&name) || (heads::ends(name, &["坐标", "坐标点"]) && !heads::has(name, &["x", "y", "横", "纵"]))
}

/// Whether a head is that of the names of places.
fn is_name(name: &str) -> bool {
    const PLACES: [&str; 34] = [
        "点",
        "站",
        "机构",
        "单位",
        "药店",
        "药房",
        "医院",
        "网点",
        "卫生院",
        "卫生室",
        "大厅",
        "中心",
        "银行",
        "支行",
        "站点",
        "窗口",
        "场所",
        "邮政所",
        "服务点",
        "服务站",
        "代办点",
        "便民点",
        "站所",
        "点位",
        "诊所",
        "医疗机构",
        "零售药店",
        "办事处",
        "营业厅",
        "分中心",
        "工作站",
        "经办机构",
        "服务中心",
        "服务网点",
    ];
    const KIND: [&str; 32] = [
        "村级",
        "乡镇",
        "镇级",
        "县级",
        "乡级",
        "街道",
        "社区",
        "村",
        "镇",
        "定点",
        "协议",
        "合作",
        "医保",
        "便民",
        "服务",
        "基层",
        "经办",
        "代办",
        "帮办",
        "零售",
        "医药",
        "医疗",
        "双通道",
        "公共",
        "政务",
        "办理",
        "签约",
        "延伸",
        "党群",
        "下沉",
        "金融",
        "各",
    ];
    let bare =
        name.strip_suffix("名称").or_else(|| name.strip_suffix("全称")).or_else(|| name.strip_suffix('名')).unwrap_or(name);
    matches!(name, "名称" | "name") || heads::made_of(bare, &[&PLACES[..], &KIND[..]].concat()) && heads::ends(bare, &PLACES)
}
