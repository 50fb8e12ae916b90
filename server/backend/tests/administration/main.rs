//! Accounts, imports, the demonstration and `verify`, on SQLite and, where a server is named, on PostgreSQL.

mod accounts;
mod imports;
mod means;
mod passwords;
mod seed;
mod tampering;
mod verify;
