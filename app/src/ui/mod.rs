//! The building blocks of every page: one component a file, the look of each in the stylesheet of the same name.
//!
//! They are plain functions of plain data. Rendered on the server they need no script; used inside an island they give
//! the same markup in the browser. Form values are written as attributes (`value`, `checked`, `selected`), because
//! properties and bindings render nothing on the server. No component writes a `style` attribute: the policy on inline
//! styles would drop it.

pub mod breadcrumb;
pub mod button;
pub mod choice;
pub mod confirm;
pub mod data_table;
pub mod date_field;
pub mod description_list;
pub mod disclosure;
pub mod empty_state;
pub mod error_summary;
pub mod field;
pub mod fieldset;
pub mod file_field;
pub mod menu_tiles;
pub mod notice;
pub mod select_field;
pub mod status_tag;
pub mod steps;
pub mod tabs;
pub mod text_area;
pub mod text_field;
pub mod timeline;
pub mod tone;

#[cfg(all(test, feature = "ssr"))]
pub(crate) mod testing;

pub use breadcrumb::{BackLink, Breadcrumb};
pub use button::{Button, ButtonLink, ButtonTone};
pub use choice::{CheckboxItem, Choice, RadioGroup, RadioItem};
pub use confirm::Confirm;
pub use data_table::{Cell, Column, DataTable};
pub use date_field::DateField;
pub use description_list::{DescriptionList, SummaryRow};
pub use disclosure::Disclosure;
pub use empty_state::EmptyState;
pub use error_summary::{ErrorSummary, FieldError};
pub use field::{FieldErrorText, FieldWidth, field_id};
pub use fieldset::Fieldset;
pub use file_field::{FileField, FileItem};
pub use menu_tiles::{MenuTile, MenuTiles};
pub use notice::Notice;
pub use select_field::{SelectField, SelectOption};
pub use status_tag::StatusTag;
pub use steps::Steps;
pub use tabs::{Tab, Tabs};
pub use text_area::TextArea;
pub use text_field::TextField;
pub use timeline::{Timeline, TimelineEntry};
pub use tone::Tone;
