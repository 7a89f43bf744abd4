RuleSet: OwnNaming(id, name)
* name = "{name}"
* status = #draft
* kind = #identifier
* date = "2026-11-25"
* publisher = "PeerBridge"
* uniqueId.type = #uri
* uniqueId.value = "https://peerbridge.dev/fhir/NamingSystem/{id}"
* uniqueId.preferred = true

Instance: record
InstanceOf: NamingSystem
Usage: #definition
Title: "Records"
* insert OwnNaming(record, Record)
* description = "A record without another identifier, by the id that its resource has: the source's own key where it says nothing about a person, else a keyed hash of it."

Instance: medicaid-id
InstanceOf: NamingSystem
Usage: #definition
Title: "MassHealth member numbers"
* insert OwnNaming(medicaid-id, MedicaidId)
* description = "Member numbers of MassHealth, for which HL7 Terminology has no system."
