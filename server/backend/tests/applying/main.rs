//! A doctor applies and an association decides, on SQLite and on PostgreSQL. Each test ends with a clean `verify`.

mod copies;
mod decisions;
mod drafts;
mod forgeries;
mod house;
mod own_data;
mod races;
mod reexaminations;
mod returns;
