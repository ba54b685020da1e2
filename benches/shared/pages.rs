//! Markdown pages of 1.5 KB for a comparison with generators of sites: the same words for each, from a counter and without a clock.
//! All words are invented.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Pages of one section.
const SECTION: usize = 100;

const WORDS: &[&str] = &[
    "服务",
    "网点",
    "办理",
    "窗口",
    "材料",
    "身份证",
    "申请",
    "受理",
    "审核",
    "时限",
    "工作日",
    "群众",
    "咨询",
    "电话",
    "地址",
    "公交",
    "大厅",
    "叫号",
    "排队",
    "收费",
    "免费",
    "依据",
    "条例",
    "社区",
    "街道",
    "养老",
    "医保",
    "登记",
    "变更",
    "注销",
    "补办",
    "换领",
    "预约",
    "线上",
    "自助",
    "终端",
    "打印",
    "邮寄",
    "送达",
    "投诉",
    "监督",
    "检查",
    "验收",
    "合格",
    "责任人",
    "签字",
    "照片",
    "应急",
    "照明",
    "清洁",
    "记录",
    "台账",
    "培训",
    "上岗",
    "春节",
    "国庆",
    "周一",
    "周五",
    "上午",
    "下午",
    "志愿者",
    "老年人",
    "雨伞",
    "充电",
];

/// A generator of numbers that is the same everywhere (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % most as u64).unwrap()
    }

    fn words(&mut self, from: usize, to: usize) -> String {
        (0..from + self.below(to - from + 1)).map(|_| WORDS[self.below(WORDS.len())]).collect()
    }

    fn sentence(&mut self) -> String {
        format!("{}，{}。", self.words(5, 9), self.words(3, 7))
    }
}

fn body(of: &mut Numbers, page: usize) -> String {
    let mut text: String = (0..3).map(|_| of.sentence()).collect();
    text.push_str("\n\n## 办理流程\n\n");
    (1..5).for_each(|step| writeln!(text, "{step}. {}", of.sentence()).unwrap());
    text.push_str("\n## 所需材料\n\n| 材料 | 份数 | 说明 |\n| --- | --- | --- |\n");
    (0..4).for_each(|_| {
        writeln!(text, "| {} | {} | {}**{}** |", of.words(2, 2), 1 + of.below(3), of.words(1, 1), of.words(1, 1)).unwrap();
    });
    text.push_str("\n## 注意事项\n\n");
    (0..4).for_each(|_| writeln!(text, "- {}", of.sentence()).unwrap());
    write!(text, "\n> {}\n\n咨询电话：`0000-{:07}`，{}\n", of.sentence(), page, of.sentence()).unwrap();
    text
}

/// Writes `number` pages for Zola into `root/zola` and for Hugo into `root/hugo`, each with a template that carries 50 links.
pub fn write(root: &Path, number: usize) {
    let sections = number.div_ceil(SECTION);
    let links: String =
        (0..50).map(|i| format!("<li><a href=\"/s{:03}/p{i:03}/\">服务事项导航 {:02}</a></li>\n", i % sections, i + 1)).collect();
    let page = |title: &str, content: &str| {
        format!(
            "<!doctype html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>{title} - 便民服务手册</title></head>\n<body><nav><ul>\n{links}</ul></nav>\n<main><h1>{title}</h1>\n{content}\n</main>\n\
             <footer>便民服务手册</footer></body></html>\n"
        )
    };
    let put = |path: &str, text: &str| {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    put("zola/config.toml", "base_url = \"https://bench.example\"\ngenerate_feeds = false\n");
    put("zola/templates/page.html", &page("{{ page.title }}", "{{ page.content | safe }}"));
    put("zola/templates/section.html", &page("{{ section.title }}", ""));
    put("zola/templates/index.html", &page("首页", ""));
    put("hugo/hugo.toml", "baseURL = \"https://bench.example/\"\ndisableKinds = [\"taxonomy\", \"term\", \"RSS\"]\n");
    put("hugo/layouts/_default/single.html", &page("{{ .Title }}", "{{ .Content }}"));
    put("hugo/layouts/_default/list.html", &page("{{ .Title }}", ""));
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    for section in 0..sections {
        for generator in ["zola", "hugo"] {
            put(&format!("{generator}/content/s{section:03}/_index.md"), &format!("+++\ntitle = \"第{section}册\"\n+++\n"));
        }
        for place in 0..SECTION.min(number - section * SECTION) {
            let text = format!(
                "+++\ntitle = \"{}{place:03}\"\n+++\n{}",
                numbers.words(3, 5),
                body(&mut numbers, section * SECTION + place)
            );
            for generator in ["zola", "hugo"] {
                put(&format!("{generator}/content/s{section:03}/p{place:03}.md"), &text);
            }
        }
    }
}
