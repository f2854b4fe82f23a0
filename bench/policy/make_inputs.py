"""make_inputs.py FOLDER [SEED]: one decision table of 12 rules in the three languages, and 100,000 requests for it.

The table stands here once, as conditions on codes and facts; table.toml, table.rego and table.cedar are written from it."""
import json
import pathlib
import random
import sys

REQUESTS = 100_000
EU = ["AT", "BE", "BG", "CY", "CZ", "DE", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"]
ELSEWHERE = ["BR", "CH", "GB", "IN", "JP", "KR", "NO", "TR"]
GROUPS = {
    "instrument": {"order": ["court_order"], "warrant": ["search_warrant"], "subpoena": ["subpoena"], "emergency": ["emergency_disclosure"],
                   "eu": ["production_order"], "other": ["preservation_order", "preservation_letter", "mlat", "copo", "dsa_order", "other"]},
    "country": {"home": ["US"], "eu": EU, "elsewhere": ELSEWHERE},
}
OFFENCES = ["terrorism", "child_abuse", "fraud", "drugs", "cybercrime", "violence", "trafficking", "organised_crime", "weapons", "hate", "defamation",
            "political", "other", "not_stated"]
FACTS = ["valid_order", "judicial_authority", "suspect_confirmed", "emergency_confirmed"]
BY_JUDGE, COMPELLED, FREE = ["order", "warrant", "eu"], ["order", "warrant", "eu", "subpoena"], ["political", "defamation"]
IN_FORCE = {"valid_order": True, "judicial_authority": True, "offence": ("not", FREE)}
RULES = [  # id, ground or None if data is given, conditions
    ("no-process", "instrument_insufficient", {"instrument": ("in", ["other"])}),
    ("emergency", None, {"instrument": ("in", ["emergency"]), "emergency_confirmed": True}),
    ("no-emergency", "legal_analysis_open", {"instrument": ("in", ["emergency"]), "emergency_confirmed": False}),
    ("not-valid", "order_not_valid", {"instrument": ("in", COMPELLED), "valid_order": False}),
    ("not-judicial", "no_judicial_authority", {"instrument": ("in", BY_JUDGE), "valid_order": True, "judicial_authority": False}),
    ("subpoena", None, {"instrument": ("in", ["subpoena"]), "valid_order": True, "country": ("in", ["home"])}),
    ("subpoena-abroad", "instrument_insufficient", {"instrument": ("in", ["subpoena"]), "valid_order": True, "country": ("not", ["home"])}),
    ("speech", "human_rights", {"instrument": ("in", BY_JUDGE), "valid_order": True, "judicial_authority": True, "offence": ("in", FREE)}),
    ("give", None, {"instrument": ("in", ["order", "warrant"]), **IN_FORCE, "suspect_confirmed": True}),
    ("not-a-suspect", "suspect_not_confirmed", {"instrument": ("in", ["order", "warrant"]), **IN_FORCE, "suspect_confirmed": False}),
    ("member-state", None, {"instrument": ("in", ["eu"]), **IN_FORCE, "country": ("in", ["eu"])}),
    ("not-a-member", "instrument_insufficient", {"instrument": ("in", ["eu"]), **IN_FORCE, "country": ("not", ["eu"])}),
]


def codes(field, names):
    return [code for name in names for code in GROUPS[field][name]] if field in GROUPS else names


def toml():
    lines = ['schema = "writ-policy/v1"', 'id = "bench"', 'title = "Twelve rules"', "effective = 2024-01-01", 'source = "bench/policy/make_inputs.py"', "[fields]"]
    for field, groups in GROUPS.items():
        rest = list(groups)[-1]
        lines.append(f"{field} = {{ " + ", ".join(f'{name} = {json.dumps("*" if name == rest else listed)}' for name, listed in groups.items()) + " }")
    lines += ['offence = "@offence"', *(f'{fact} = "bool"' for fact in FACTS)]
    for name, ground, conditions in RULES:
        asked = [f"{field} = " + (json.dumps(c) if isinstance(c, bool) else json.dumps(c[1]) if c[0] == "in" else f"{{ not = {json.dumps(c[1])} }}")
                 for field, c in conditions.items()]
        lines += ["[[rule]]", f'id = "{name}"', "when = { " + ", ".join(asked) + " }"]
        lines += [f'ground = "{ground}"'] if ground else ['disclose = ["ip_address", "phone_number"]', 'ground = "conditions_met"']
    return "\n".join(lines) + "\n"


def rego():
    lines = ["package writ"]
    for name, _, conditions in RULES:
        lines.append(f'rule := "{name}" if {{')
        for field, c in conditions.items():
            if isinstance(c, bool):
                lines.append(f"\tinput.{field}" if c else f"\tnot input.{field}")
            else:
                lines.append(f"\t{'not ' if c[0] == 'not' else ''}input.{field} in {{{', '.join(json.dumps(x) for x in codes(field, c[1]))}}}")
        lines.append("}")
    return "\n".join(lines) + "\n"


def cedar():
    lines = []
    for name, _, conditions in RULES:
        asked = [f"{'' if c else '!'}context.{field}" if isinstance(c, bool) else f"{'!' if c[0] == 'not' else ''}{json.dumps(codes(field, c[1]))}.contains(context.{field})"
                 for field, c in conditions.items()]
        lines += [f'@id("{name}")', "permit (principal, action, resource) when {", "  " + " &&\n  ".join(asked), "};"]
    return "\n".join(lines) + "\n"


def requests(seed):
    draw = random.Random(seed)
    all_codes = {field: [code for listed in groups.values() for code in listed] for field, groups in GROUPS.items()}
    # Most requests are orders of the common kinds, and most are in order: the short way out is not the usual one.
    kinds = ["court_order"] * 8 + ["search_warrant"] * 4 + ["production_order"] * 4 + ["subpoena"] * 4 + all_codes["instrument"]
    for _ in range(REQUESTS):
        yield {"instrument": draw.choice(kinds), "offence": draw.choice(OFFENCES), "country": draw.choice(["US"] * 10 + all_codes["country"]),
               "valid_order": draw.random() < 0.9, "judicial_authority": draw.random() < 0.85, "suspect_confirmed": draw.random() < 0.8,
               "emergency_confirmed": draw.random() < 0.5}


def main():
    folder = pathlib.Path(sys.argv[1])
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 2024
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (("table.toml", toml()), ("table.rego", rego()), ("table.cedar", cedar())):
        (folder / name).write_text(text)
    with open(folder / "requests.jsonl", "w") as file:
        for request in requests(seed):
            file.write(json.dumps(request, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
