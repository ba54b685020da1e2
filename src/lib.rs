//! `yizhan` (医站 · 一站): from one workspace of plain files to a public website, everything printed per service point, and the
//! acceptance reports of inspections. ARCHITECTURE.md shows the way of the data.

pub mod audit;
pub mod check;
pub mod cli;
pub mod diagnostic;
pub mod disk;
pub mod exchange;
pub mod form;

pub mod load;
pub mod model;
pub mod ops;
pub mod paper;
pub mod print;
pub mod publish;
pub mod qr;
pub mod sandbox;
pub mod site;
pub mod source;
pub mod submission;
pub mod tables;
pub mod theme;
pub mod web;
pub mod yaml_write;
