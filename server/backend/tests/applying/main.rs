//! A doctor applies and an association decides, on SQLite and on PostgreSQL. Each test ends with a clean `verify`.

mod cameras;
mod copies;
mod crowd;
mod decisions;
mod drafts;
mod explained;
mod failed_mail;
mod forgeries;
mod house;
mod letters;
mod looking;
mod own_data;
mod races;
mod reexaminations;
mod reminders;
mod returns;
mod reuse;
mod scanning;
mod typed;
mod uploads;
