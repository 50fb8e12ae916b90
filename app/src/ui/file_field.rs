//! Choosing files, and one line for each file that has arrived.

use leptos::either::Either;
use leptos::prelude::*;

use super::field::FieldFrame;

/// A file input, with its label above it.
#[component]
pub fn FileField(
    #[prop(into)] label: String,
    /// The name under which it is posted; the id is [`field_id`](super::field_id) of it.
    #[prop(into)]
    name: String,
    /// The media types taken, parted by commas.
    #[prop(into)]
    accept: String,
    /// Says which kinds and sizes are taken; empty for none.
    #[prop(optional, into)]
    hint: String,
    #[prop(optional_no_strip, into)] error: Option<String>,
    #[prop(optional)] multiple: bool,
    /// Opens the camera of a phone at once, where there is one.
    #[prop(optional)]
    capture: bool,
    #[prop(optional)] required: bool,
) -> impl IntoView {
    let frame = FieldFrame::new(&name, label, hint, error, required);
    let control = view! {
        <input
            class="file-field"
            id=frame.id()
            name=name
            type="file"
            accept=accept
            multiple=multiple
            capture=capture.then_some("environment")
            required=required
            aria-describedby=frame.described_by()
            aria-invalid=frame.invalid()
        />
    };
    frame.around(control)
}

/// One file in a `<ul class="file-list" role="list">`.
#[component]
pub fn FileItem(
    #[prop(into)] file_name: String,
    /// Size, pages, what went wrong.
    #[prop(into)]
    detail: String,
    /// Where the file itself can be seen; empty while it has not arrived.
    #[prop(optional, into)]
    href: String,
    /// Where a small picture of it is; empty for none.
    #[prop(optional, into)]
    thumbnail: String,
    /// In place of a picture: PDF, JPEG.
    #[prop(optional, into)]
    kind: String,
    #[prop(optional)] failed: bool,
    /// Buttons such as 削除.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let class = if failed { "file file--failed" } else { "file" };
    let picture = if thumbnail.is_empty() {
        Either::Left(kind)
    } else {
        // The name stands beside it: a screen reader need not hear it twice.
        Either::Right(view! { <img src=thumbnail alt="" loading="lazy" width="64" height="64" /> })
    };
    let title = if href.is_empty() {
        Either::Left(view! { <span class="file__name">{file_name}</span> })
    } else {
        Either::Right(view! { <a class="file__name" href=href target="_blank">{file_name}</a> })
    };
    view! {
        <li class=class>
            <span class="file__thumb">{picture}</span>
            <div>{title}<span class="file__detail">{detail}</span></div>
            {children.map(|actions| view! { <div class="file__actions">{actions()}</div> })}
        </li>
    }
}
