RuleSet: Own
* ^experimental = false

RuleSet: OwnCodes
* insert Own
* ^caseSensitive = true
