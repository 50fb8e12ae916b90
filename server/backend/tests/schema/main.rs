//! What the database itself guarantees, tried on SQLite and, where a server is named, on PostgreSQL.

mod applications;
mod certificates;
mod doctors;
mod jobs;
mod letters;
mod log;
mod migration;
mod moves;
mod rows;
mod uploads;
mod writing;
