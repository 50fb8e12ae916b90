//! Accounts, imports, the demonstration and `verify`, on SQLite and, where a server is named, on PostgreSQL.

mod accounts;
mod guessing;
mod imports;
mod means;
mod offered;
mod passwords;
mod seed;
mod sessions;
mod tampering;
mod verify;
