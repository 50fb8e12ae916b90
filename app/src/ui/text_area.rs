//! Several lines of text: the only place where the `textarea` element is written.

use leptos::prelude::*;

use super::field::FieldFrame;

/// Several lines of text, with the label above it.
///
/// Leptos writes the children of a text area unescaped, so that a stored `</textarea><script>` would run. This
/// component escapes the text itself and is therefore the only one that may use the element.
#[component]
#[expect(clippy::needless_pass_by_value, reason = "a component owns its properties")]
pub fn TextArea(
    #[prop(into)] label: String,
    /// The name under which it is posted; the id is [`field_id`](super::field_id) of it.
    #[prop(into)]
    name: String,
    /// What was typed so far.
    #[prop(optional, into)]
    value: String,
    /// Empty for none.
    #[prop(optional, into)]
    hint: String,
    #[prop(optional_no_strip, into)] error: Option<String>,
    #[prop(default = 5)] rows: u32,
    #[prop(optional)] maxlength: Option<usize>,
    #[prop(optional)] required: bool,
) -> impl IntoView {
    let frame = FieldFrame::new(&name, label, hint, error, required);
    let control = view! {
        <textarea
            class="input"
            id=frame.id()
            name=name
            rows=rows
            maxlength=maxlength
            required=required
            aria-describedby=frame.described_by()
            aria-invalid=frame.invalid()
            // Read as text with entities both in a page and when an island sets it; when an island wakes up over the
            // server's markup it is left alone, so that what was typed meanwhile stays.
            inner_html=text_as_markup(&value)
        ></textarea>
    };
    frame.around(control)
}

/// `text` written so that a text area shows exactly it.
fn text_as_markup(text: &str) -> String {
    let mut markup = String::with_capacity(text.len() + 1);
    // A browser drops one line break right after the tag.
    if text.starts_with(['\n', '\r']) {
        markup.push('\n');
    }
    for c in text.chars() {
        match c {
            '&' => markup.push_str("&amp;"),
            '<' => markup.push_str("&lt;"),
            '>' => markup.push_str("&gt;"),
            other => markup.push(other),
        }
    }
    markup
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use leptos::prelude::*;

    use super::TextArea;
    use crate::ui::testing::html;

    fn area(value: &str) -> String {
        let value = value.to_owned();
        html(move || view! { <TextArea label="理由" name="reason" value=value /> })
    }

    #[test]
    fn a_closing_tag_in_the_text_stays_text() {
        let page = area("</textarea><script>alert(1)</script>");
        assert!(
            page.contains("&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;</textarea>"),
            "{page}"
        );
        assert!(!page.contains("<script"), "{page}");
        assert_eq!(page.matches("</textarea>").count(), 1, "{page}");
    }

    #[test]
    fn an_entity_in_the_text_stays_as_typed() {
        assert!(
            area("&lt;").contains(">&amp;lt;</textarea>"),
            "an entity was read as a sign"
        );
    }

    #[test]
    fn a_first_empty_line_is_kept() {
        assert!(
            area("\n二行目").contains(">\n\n二行目</textarea>"),
            "the browser would drop the first line break"
        );
    }

    #[test]
    fn an_empty_text_leaves_an_empty_control() {
        assert!(area("").contains("></textarea>"));
    }
}
