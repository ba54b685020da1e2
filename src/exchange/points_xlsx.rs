//! The points of a bureau as a workbook that `yizhan import` reads back. Public facts only: no staff, nothing of an inspection.

use super::book::{Column, kept, kept_heads, workbook};
use crate::model::coordinates::Crs;
use crate::model::phones::line;
use crate::model::{Bureau, Text};

/// The workbook.
///
/// # Errors
/// What the writer of workbooks says, in its words.
pub fn points_xlsx(bureau: &Bureau) -> Result<Vec<u8>, String> {
    let channels = bureau.catalog.as_ref().map_or(&[][..], |c| &c.channels);
    let names: Vec<&str> = channels.iter().map(|c| c.name.as_str()).collect();
    // Excel takes lists of up to 255 characters.
    let choices = if names.join(",").chars().count() <= 255 { names } else { Vec::new() };
    let mut columns = vec![
        Column::new("编号", 22.0).help("程序认网点用的编号，印在二维码里，不要改。新加的行不用填，导入时会起一个。").lock(),
        Column::new("名称", 34.0),
        Column::new("渠道", 22.0).choose(&choices).help("服务清单里的一种渠道。"),
        Column::new("地址", 34.0),
        Column::new("电话", 16.0).help("带区号，如 0477-1234567。格子是文本格式，前面的 0 不会丢。"),
        Column::new("投诉电话", 16.0),
        Column::new("服务时间", 40.0)
            .help("如 周一至周五 8:30-11:30，14:30-17:30；周六 9:00-11:30。分季节、节假日的写法见说明文档。"),
        Column::new("服务时间说明", 30.0).help("服务时间写不出来的部分，照原话显示，如 逢农历二、七集日开放。"),
        Column::new("纬度", 11.0),
        Column::new("经度", 11.0),
        Column::new("坐标系", 9.0)
            .choose(&Crs::WORDS)
            .help("高德、腾讯地图是 gcj02，百度地图是 bd09，天地图、手机定位是 wgs84。"),
        Column::new("说明", 30.0),
    ];
    let more = kept_heads(bureau.every_point().map(|p| &p.more));
    columns.extend(more.iter().map(|head| Column::new(head, 16.0)));
    let text = |t: Option<&Text>| t.map(|t| t.value.clone()).unwrap_or_default();
    let rows: Vec<Vec<String>> = bureau
        .every_point()
        .map(|point| {
            let channel = channels.iter().find(|c| c.id.as_str() == point.channel.as_str());
            let place = point.location.as_ref();
            let mut row = vec![
                point.id.to_string(),
                point.name.value.clone(),
                channel.map_or_else(|| point.channel.value.clone(), |c| c.name.value.clone()),
                text(point.address.as_ref()),
                line(&point.numbers()),
                line(&point.complaint_numbers()),
                text(point.hours.as_ref()),
                text(point.hours_note.as_ref()),
                place.map(|l| l.lat.value.to_string()).unwrap_or_default(),
                place.map(|l| l.lon.value.to_string()).unwrap_or_default(),
                place.and_then(|l| l.crs.as_ref()).map(|c| c.value.clone()).unwrap_or_default(),
                text(point.note.as_ref()),
            ];
            row.extend(kept(&more, &point.more));
            row
        })
        .collect();
    let help = [
        "改完保存，再运行：yizhan import points 这个文件 --bureau 局编号。先看程序读懂了什么，没有问题再加 --write 写入。",
        "灰字的“编号”不要改，工作表为此加了保护（没有密码）。新加一行时编号空着。",
        "删掉一行不会删掉网点：撤销的网点在它的文件里写 status: closed。空着的格子也不会清掉已有的内容。",
        "人员、窗口、特色服务、检查用的数据不在这张表里，在网点的文件里改。",
    ];
    let title = format!("{} 服务网点", bureau.short_name());
    workbook(bureau, ("服务网点", &title), columns, rows, &help).map_err(|error| error.to_string())
}
