//! Limits on what is read. They are far above any honest workspace; beyond them a file is a mistake or an attack.

/// Largest YAML file, in bytes.
pub const YAML_BYTES: u64 = 16 << 20;
/// Largest GeoJSON file, in bytes: each takes some 24 times as much memory while it is read. The outline of a province has less.
pub const GEOJSON_BYTES: u64 = 8 << 20;
/// Largest Markdown file, in bytes.
pub const MARKDOWN_BYTES: u64 = 2 << 20;
/// Largest picture or font, in bytes.
pub const ASSET_BYTES: u64 = 32 << 20;
/// Most nodes of one YAML file, with aliases expanded.
pub const NODES: usize = 2_000_000;
/// Most nodes that anchors may keep and aliases may add, a hundred bytes of text counted as one; a bomb of nine lines makes billions.
pub const ALIAS_NODES: usize = 10_000;
/// Deepest nesting of one YAML file or one Markdown text.
pub const DEPTH: usize = 32;
/// Largest side of a picture, in pixels.
pub const PICTURE_SIDE: usize = 12_000;
/// Most bytes of a picture once it is decoded.
pub const PICTURE_BYTES: u64 = 512 << 20;
/// Most nodes of an SVG.
pub const SVG_NODES: u32 = 500_000;
/// Deepest nesting of an SVG; what draws it calls itself for each level.
pub const SVG_DEPTH: usize = 128;
