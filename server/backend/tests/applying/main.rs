//! A doctor applies and an association decides, on SQLite and on PostgreSQL. Each test ends with a clean `verify`.

mod cameras;
mod decisions;
mod drafts;
mod explained;
mod forgeries;
mod house;
mod looking;
mod races;
mod reuse;
mod scanning;
mod typed;
mod uploads;
