//! Tests through the front door: run the program on a workspace and look at what comes out. One binary, so that it links once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
// Names that this program writes are in lower case.
#![allow(clippy::case_sensitive_file_extension_comparisons)]

#[path = "suite/architecture.rs"]
mod architecture;
#[path = "suite/arrive.rs"]
mod arrive;
#[path = "suite/as_written.rs"]
mod as_written;
#[path = "suite/auto_columns.rs"]
mod auto_columns;
#[path = "suite/begin.rs"]
mod begin;
#[path = "suite/booklets.rs"]
mod booklets;
#[path = "suite/boxes.rs"]
mod boxes;
#[path = "suite/build.rs"]
mod build;
#[path = "suite/campaign.rs"]
mod campaign;
#[path = "suite/check.rs"]
mod check;
#[path = "suite/clerk.rs"]
mod clerk;
#[path = "suite/codes.rs"]
mod codes;
#[path = "suite/coordinates.rs"]
mod coordinates;

#[path = "suite/copies.rs"]
mod copies;
#[path = "suite/corrections.rs"]
mod corrections;
#[path = "suite/desk.rs"]
mod desk;
#[path = "suite/desk_catalog.rs"]
mod desk_catalog;
#[path = "suite/desk_fields.rs"]
mod desk_fields;
#[path = "suite/desk_history.rs"]
mod desk_history;
#[path = "suite/desk_hours.rs"]
mod desk_hours;
#[path = "suite/desk_make.rs"]
mod desk_make;
#[path = "suite/desk_types.rs"]
mod desk_types;
#[path = "suite/desk_writers.rs"]
mod desk_writers;
#[path = "suite/docs.rs"]
mod docs;
#[path = "suite/edits.rs"]
mod edits;
#[path = "suite/edits_keys.rs"]
mod edits_keys;
#[path = "suite/extremes.rs"]
mod extremes;
#[path = "suite/facts_edits.rs"]
mod facts_edits;
#[path = "suite/facts_records.rs"]
mod facts_records;
#[path = "suite/facts_words.rs"]
mod facts_words;
#[path = "suite/foreign_text.rs"]
mod foreign_text;
#[path = "suite/form_words_source.rs"]
mod form_words_source;
#[path = "suite/full_disk.rs"]
mod full_disk;
#[path = "suite/fuzz.rs"]
mod fuzz;
#[path = "suite/guides.rs"]
mod guides;
#[path = "suite/history.rs"]
mod history;
#[path = "suite/hours.rs"]
mod hours;
#[path = "suite/input.rs"]
mod input;
#[path = "suite/inspection_files.rs"]
mod inspection_files;
#[path = "suite/inspection_results.rs"]
mod inspection_results;
#[path = "suite/inspection_rounds.rs"]
mod inspection_rounds;
#[path = "suite/inspections.rs"]
mod inspections;
#[path = "suite/intake.rs"]
mod intake;
#[path = "suite/intake_keys.rs"]
mod intake_keys;
#[path = "suite/intake_names.rs"]
mod intake_names;
#[path = "suite/intake_redact.rs"]
mod intake_redact;
#[path = "suite/intake_times.rs"]
mod intake_times;
#[path = "suite/kills.rs"]
mod kills;
#[path = "suite/kit.rs"]
mod kit;
#[path = "suite/kit_cases.rs"]
mod kit_cases;
#[path = "suite/kit_dice.rs"]
mod kit_dice;
#[path = "suite/load.rs"]
mod load;
#[path = "suite/locks.rs"]
mod locks;
#[path = "suite/lookup.rs"]
mod lookup;
#[path = "suite/manual.rs"]
mod manual;
#[path = "suite/metadata.rs"]
mod metadata;
#[path = "suite/old_browsers.rs"]
mod old_browsers;
#[path = "suite/old_workbooks.rs"]
mod old_workbooks;
#[path = "suite/open_hours.rs"]
mod open_hours;
#[path = "suite/overwrite.rs"]
mod overwrite;
#[path = "suite/pairs.rs"]
mod pairs;
#[path = "suite/paper_used.rs"]
mod paper_used;
#[path = "suite/papers.rs"]
mod papers;
#[path = "suite/people.rs"]
mod people;
#[path = "suite/phones.rs"]
mod phones;
#[path = "suite/phones_cells.rs"]
mod phones_cells;
#[path = "suite/pictures.rs"]
mod pictures;
#[path = "suite/preflight.rs"]
mod preflight;
#[path = "suite/press.rs"]
mod press;
#[path = "suite/print.rs"]
mod print;
#[path = "suite/private_words.rs"]
mod private_words;
#[path = "suite/program.rs"]
mod program;
#[path = "suite/public_pages.rs"]
mod public_pages;
#[path = "suite/public_site.rs"]
mod public_site;
#[path = "suite/publicity.rs"]
mod publicity;
#[path = "suite/readers.rs"]
mod readers;
#[path = "suite/rename.rs"]
mod rename;
#[path = "suite/rich.rs"]
mod rich;
#[path = "suite/runts.rs"]
mod runts;
#[path = "suite/sample.rs"]
mod sample;
#[path = "suite/score_workbooks.rs"]
mod score_workbooks;
#[path = "suite/selection.rs"]
mod selection;
#[path = "suite/serve.rs"]
mod serve;
#[path = "suite/servers.rs"]
mod servers;
#[path = "suite/sharing.rs"]
mod sharing;
#[path = "suite/sheet_answers.rs"]
mod sheet_answers;
#[path = "suite/sheets.rs"]
mod sheets;
#[path = "suite/signs.rs"]
mod signs;
#[path = "suite/standard_around.rs"]
mod standard_around;
#[path = "suite/standard_questions.rs"]
mod standard_questions;
#[path = "suite/strangers.rs"]
mod strangers;
#[path = "suite/support.rs"]
mod support;
#[path = "suite/system_words.rs"]
mod system_words;
#[path = "suite/system_words_source.rs"]
mod system_words_source;
#[path = "suite/table_corpus.rs"]
mod table_corpus;
#[path = "suite/table_layouts.rs"]
mod table_layouts;
#[path = "suite/table_pictures.rs"]
mod table_pictures;
#[path = "suite/tables.rs"]
mod tables;
#[path = "suite/tables_standard.rs"]
mod tables_standard;
#[path = "suite/traces.rs"]
mod traces;
#[path = "suite/unassigned.rs"]
mod unassigned;
#[path = "suite/undo_holds.rs"]
mod undo_holds;
#[path = "suite/vectors.rs"]
mod vectors;
#[path = "suite/vectors_cover.rs"]
mod vectors_cover;
#[path = "suite/versions.rs"]
mod versions;
#[path = "suite/versions_kept.rs"]
mod versions_kept;
#[path = "suite/web_form.rs"]
mod web_form;
#[path = "suite/website.rs"]
mod website;
#[path = "suite/wordings.rs"]
mod wordings;
#[path = "suite/writers.rs"]
mod writers;
