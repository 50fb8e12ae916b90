//! Radio buttons and checkboxes, each with room for what it asks for in addition.

use leptos::prelude::*;

use super::field::field_id;
use super::fieldset::Fieldset;

/// One radio button of a [`RadioGroup`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// What is posted.
    pub value: String,
    /// What is read.
    pub label: String,
    /// A second, quieter line; empty for none.
    pub hint: String,
    /// Whether it is the one chosen.
    pub checked: bool,
}

impl Choice {
    /// A choice without a hint.
    pub fn new(value: impl Into<String>, label: impl Into<String>, checked: bool) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            hint: String::new(),
            checked,
        }
    }

    /// The same choice with a second line.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

/// A question with one answer of several.
#[component]
pub fn RadioGroup(
    #[prop(into)] legend: String,
    /// The name under which the answer is posted; the group's id is [`field_id`] of it.
    #[prop(into)]
    name: String,
    choices: Vec<Choice>,
    /// Empty for none.
    #[prop(optional, into)]
    hint: String,
    #[prop(optional_no_strip, into)] error: Option<String>,
    #[prop(optional)] required: bool,
    /// With a frame round each choice, for few and weighty ones.
    #[prop(optional)]
    boxed: bool,
) -> impl IntoView {
    let class = if boxed { "choices choices--boxed" } else { "choices" };
    let group = name.clone();
    view! {
        <Fieldset legend=legend name=group hint=hint error=error required=required>
            <div class=class>
                {choices
                    .into_iter()
                    .map(|choice| {
                        view! {
                            <RadioItem
                                label=choice.label
                                name=name.clone()
                                value=choice.value
                                checked=choice.checked
                                hint=choice.hint
                                required=required
                            />
                        }
                    })
                    .collect_view()}
            </div>
        </Fieldset>
    }
}

/// One radio button. Pages that put something below a button write the group themselves: a [`Fieldset`] with
/// `<div class="choices choices--boxed">` round the items.
#[component]
pub fn RadioItem(
    #[prop(into)] label: String,
    #[prop(into)] name: String,
    #[prop(into)] value: String,
    #[prop(optional)] checked: bool,
    /// Empty for none.
    #[prop(optional, into)]
    hint: String,
    #[prop(optional)] required: bool,
    /// What this choice asks for in addition; seen only while it is chosen.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let item = Item {
        label,
        name,
        value,
        checked,
        hint,
        required,
    };
    item.view("radio", children)
}

/// One checkbox, alone or in a group.
#[component]
pub fn CheckboxItem(
    #[prop(into)] label: String,
    #[prop(into)] name: String,
    #[prop(into)] value: String,
    #[prop(optional)] checked: bool,
    /// Empty for none.
    #[prop(optional, into)]
    hint: String,
    #[prop(optional)] required: bool,
    /// What this choice asks for in addition, such as its proof; seen only while it is ticked.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let item = Item {
        label,
        name,
        value,
        checked,
        hint,
        required,
    };
    item.view("checkbox", children)
}

struct Item {
    label: String,
    name: String,
    value: String,
    checked: bool,
    hint: String,
    required: bool,
}

impl Item {
    fn view(self, input_type: &'static str, more: Option<Children>) -> impl IntoView {
        let Self {
            label,
            name,
            value,
            checked,
            hint,
            required,
        } = self;
        let id = field_id(&format!("{name}-{value}"));
        let hint = (!hint.is_empty()).then_some(hint);
        let hint_id = hint.is_some().then(|| format!("{id}-hint"));
        let class = if more.is_some() {
            "choice choice--reveal"
        } else {
            "choice"
        };
        view! {
            <div class=class>
                <div class="choice__line">
                    <input
                        class="choice__box"
                        id=id.clone()
                        name=name
                        type=input_type
                        value=value
                        checked=checked
                        required=required
                        aria-describedby=hint_id.clone()
                    />
                    <label class="choice__label" for=id>{label}</label>
                    {hint.map(|text| view! { <p class="choice__hint" id=hint_id>{text}</p> })}
                </div>
                {more.map(|more| view! { <div class="choice__more">{more()}</div> })}
            </div>
        }
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use leptos::prelude::*;

    use super::{CheckboxItem, Choice, RadioGroup};
    use crate::ui::testing::html;

    #[test]
    fn a_chosen_radio_button_is_marked_in_the_markup() {
        let choices = vec![
            Choice::new("a", "参加証", true),
            Choice::new("b", "その他", false).hint("論文など"),
        ];
        let page = html(|| view! { <RadioGroup legend="種別" name="kind" choices=choices /> });
        assert!(
            page.contains(r#"id="kind-a" name="kind" type="radio" value="a" checked"#),
            "{page}"
        );
        assert!(page.contains(r#"value="b" aria-describedby="kind-b-hint""#), "{page}");
    }

    #[test]
    fn what_a_checkbox_asks_for_stands_below_it() {
        let page = html(|| {
            view! { <CheckboxItem label="学校医" name="items" value="I-01" checked=true><p>"証明書"</p></CheckboxItem> }
        });
        assert!(
            page.contains(r#"<div class="choice__more"><p>証明書</p></div>"#),
            "{page}"
        );
    }
}
