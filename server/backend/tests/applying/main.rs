//! A doctor applies and an association decides, on SQLite and on PostgreSQL. Each test ends with a clean `verify`.

mod decisions;
mod drafts;
mod forgeries;
mod house;
mod races;
mod typed;
mod uploads;
mod reuse;
mod scanning;
