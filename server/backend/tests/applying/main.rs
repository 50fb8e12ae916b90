//! A doctor applies and an association decides, on SQLite and on PostgreSQL. Each test ends with a clean `verify`.

mod attendance;
mod cameras;
mod copies;
mod crowd;
mod decisions;
mod drafts;
mod explained;
mod failed_mail;
mod forgeries;
mod helping;
mod house;
mod letters;
mod looking;
mod own_accounts;
mod own_data;
mod races;
mod reexaminations;
mod registering;
mod reminders;
mod returns;
mod reuse;
mod scanning;
mod typed;
mod uploads;
