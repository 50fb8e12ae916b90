//! Rows and columns that become cards on a phone.

use std::sync::Arc;

use leptos::either::{Either, EitherOf3};
use leptos::prelude::*;

/// The head of one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    label: Arc<str>,
    kind: ColumnKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ColumnKind {
    Text,
    Short,
    Number,
    Unlabelled,
}

impl Column {
    /// A column of words.
    pub fn text(label: impl Into<Arc<str>>) -> Self {
        Self {
            label: label.into(),
            kind: ColumnKind::Text,
        }
    }

    /// A column of dates, numbers of a case and other words that are never broken.
    pub fn short(label: impl Into<Arc<str>>) -> Self {
        Self {
            label: label.into(),
            kind: ColumnKind::Short,
        }
    }

    /// A column of figures, set under each other at the right.
    pub fn number(label: impl Into<Arc<str>>) -> Self {
        Self {
            label: label.into(),
            kind: ColumnKind::Number,
        }
    }

    /// A column of buttons or links, whose label is only heard.
    pub fn unlabelled(label: impl Into<Arc<str>>) -> Self {
        Self {
            label: label.into(),
            kind: ColumnKind::Unlabelled,
        }
    }

    fn class(&self) -> Option<&'static str> {
        match self.kind {
            ColumnKind::Text | ColumnKind::Unlabelled => None,
            ColumnKind::Short => Some("nowrap"),
            ColumnKind::Number => Some("num"),
        }
    }

    // An optional class would leave `class=""` on every cell of a long list.
    fn head(&self) -> impl IntoView + use<> {
        let label = self.label.clone();
        let label = match self.kind {
            ColumnKind::Unlabelled => Either::Left(view! { <span class="visually-hidden">{label}</span> }),
            _ => Either::Right(label),
        };
        match self.class() {
            Some(class) => Either::Left(view! { <th role="columnheader" scope="col" class=class>{label}</th> }),
            None => Either::Right(view! { <th role="columnheader" scope="col">{label}</th> }),
        }
    }

    fn cell(&self, cell: Cell) -> impl IntoView + use<> {
        let label = (self.kind != ColumnKind::Unlabelled).then(|| self.label.clone());
        match self.class() {
            Some(class) => Either::Left(view! { <td role="cell" class=class data-label=label>{cell.content()}</td> }),
            None => Either::Right(view! { <td role="cell" data-label=label>{cell.content()}</td> }),
        }
    }
}

/// What stands in one cell.
pub enum Cell {
    /// Plain words or a figure.
    Text(String),
    /// A link.
    Link {
        /// Where it leads.
        href: String,
        /// What is read.
        text: String,
    },
    /// Anything else, such as a status tag.
    View(AnyView),
}

impl Cell {
    /// Plain words or a figure.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A link.
    pub fn link(href: impl Into<String>, text: impl Into<String>) -> Self {
        Self::Link {
            href: href.into(),
            text: text.into(),
        }
    }

    /// Anything that can be rendered.
    pub fn view(view: impl IntoView + 'static) -> Self {
        Self::View(view.into_any())
    }

    fn content(self) -> impl IntoView {
        match self {
            Self::Text(text) => EitherOf3::A(text),
            Self::Link { href, text } => EitherOf3::B(view! { <a href=href>{text}</a> }),
            Self::View(view) => EitherOf3::C(view),
        }
    }
}

/// A table. Each row has as many cells as there are columns.
///
/// The roles repeat what the elements say, because Safari forgets it once the rows are laid out as cards.
#[component]
#[expect(clippy::needless_pass_by_value, reason = "a component owns its properties")]
pub fn DataTable(
    #[prop(into)] caption: String,
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
    /// Where a heading just above already says the same.
    #[prop(optional)]
    hide_caption: bool,
    /// The first cell names its row.
    #[prop(optional)]
    row_headings: bool,
) -> impl IntoView {
    let caption_class = if hide_caption {
        "visually-hidden"
    } else {
        "table__caption"
    };
    let heads = columns.iter().map(Column::head).collect_view();
    let rows = rows
        .into_iter()
        .map(|cells| {
            let cells = columns
                .iter()
                .zip(cells)
                .enumerate()
                .map(|(index, (column, cell))| {
                    if row_headings && index == 0 {
                        Either::Left(view! { <th role="rowheader" scope="row">{cell.content()}</th> })
                    } else {
                        Either::Right(column.cell(cell))
                    }
                })
                .collect_view();
            view! { <tr role="row">{cells}</tr> }
        })
        .collect_view();
    view! {
        <table class="table" role="table">
            <caption class=caption_class>{caption}</caption>
            <thead role="rowgroup">
                <tr role="row">{heads}</tr>
            </thead>
            <tbody role="rowgroup">{rows}</tbody>
        </table>
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use leptos::prelude::*;

    use super::{Cell, Column, DataTable};
    use crate::ui::testing::html;

    #[test]
    fn each_cell_carries_the_name_of_its_column() {
        let columns = vec![Column::text("研修名"), Column::number("単位")];
        let rows = vec![vec![Cell::link("/credits/1", "地域医療研修"), Cell::text("1.5")]];
        let page = html(|| view! { <DataTable caption="取得単位" columns=columns rows=rows row_headings=true /> });
        assert!(
            page.contains(r#"scope="row"><a href="/credits/1">地域医療研修</a></th>"#),
            "{page}"
        );
        assert!(
            page.contains(r#"data-label="単位" class="num">1.5</td>"#)
                || page.contains(r#"class="num" data-label="単位">1.5</td>"#),
            "{page}"
        );
        assert!(page.contains("<tbody"), "{page}");
    }
}
