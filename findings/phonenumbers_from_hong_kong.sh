#!/bin/sh
# phonenumbers 9.0.43, the Python port of libphonenumber.
# One would guess: 0086 and a Chinese number, as travellers write them, is that number wherever
#   `parse(number, region)` is told that it was typed.
# What happens: in Hong Kong, Singapore, Thailand, South Korea and Indonesia the first digit of the
#   country belongs to the code of a carrier (001, 008 ...). 008 is taken away, 6 1 is left, and the
#   number is one of Australia, which is not valid. In Macao and Malaysia it is Chinese. With "+"
#   in place of 00 it is Chinese everywhere.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check phonenumbers==9.0.43
"$work/venv/bin/python" - <<'EOF'
import phonenumbers
from phonenumbers import PhoneNumberType, example_number_for_type, is_valid_number, parse

example = example_number_for_type("CN", PhoneNumberType.MOBILE)
seen = {}
for region in ("CN", "MO", "MY", "HK", "SG", "TH", "KR", "ID"):
    numbers = [parse(f"{start}86{example.national_number}", region) for start in ("00", "+")]
    seen[region] = tuple((number.country_code, is_valid_number(number)) for number in numbers)
print("phonenumbers", phonenumbers.__version__, "| example:", example.national_number)
for region, (zeros, plus) in seen.items():
    print(f"{region}  0086...: country {zeros[0]}, valid: {zeros[1]!s:6} +86...: country {plus[0]}")
chinese, australian = (86, True), (61, False)
assert all(plus == chinese for _, plus in seen.values()), "changed"
assert all(seen[region][0] == chinese for region in ("CN", "MO", "MY")), "changed"
assert all(seen[region][0] == australian for region in ("HK", "SG", "TH", "KR", "ID")), "changed"
EOF
