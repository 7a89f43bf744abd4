Profile: PeerContact
Parent: Encounter
Id: peer-contact
Title: "Contact with a member"
Description: "A contact of a peer with a member: when, how, whether the member took part, and what for. Its local date is that of period.start in New York. Contacts carry the days of the case rate."
* insert CompliesWithUSCore(encounter)
* extension contains
    ContactMode named mode 0..1 MS and
    MemberEngaged named engaged 0..1 MS and
    $pertains-to-goal named goal 0..* MS
* extension[goal].value[x] only Reference(Goal)
* meta MS
* meta.lastUpdated MS
* identifier MS
* identifier.system 1..1 MS
* identifier.value 1..1 MS
* status MS
* status ^comment = "Only finished contacts count; one in progress in the past is undecided, others are ignored."
* class MS
* class ^comment = "VR means remote; AMB, HH, FLD, EMER and IMP mean in person where no mode is given. Where nobody knows, the code unknown of data-absent-reason stands here."
* type 1..* MS
* type from ContactTypeVS (extensible)
* type ^comment = "A contact whose kind isn't recorded says so: the code unknown of data-absent-reason."
* serviceType MS
* serviceType from PeerServiceVS (required)
* subject 1..1 MS
* subject only Reference(Patient)
* episodeOfCare MS
* basedOn MS
* participant MS
* participant.type MS
* participant.period MS
* participant.individual MS
* participant.individual only Reference(Practitioner or PractitionerRole or RelatedPerson)
* appointment MS
* period MS
* reasonCode MS
* reasonReference MS
* hospitalization MS
* hospitalization.dischargeDisposition MS
* location MS
* location.location MS
* serviceProvider MS

Extension: ContactMode
Id: contact-mode
Title: "Way of contact"
Description: "How the member and the peer were in contact, which R4 Encounter can't say."
Context: Encounter
* value[x] 1..1
* value[x] only CodeableConcept
* valueCodeableConcept from ContactModeVS (required)

Extension: MemberEngaged
Id: member-engaged
Title: "Member took part"
Description: "Whether the member answered or took part: false for a voicemail, a call without answer, a visit where nobody came. Not there means that nobody says."
Context: Encounter
* value[x] 1..1
* value[x] only boolean

Mapping: PeerContactClauses
Source: PeerContact
Target: "https://peerbridge.dev/fhir/clauses"
Id: clauses
Title: "Clauses of the performance specifications"
* -> "CPS-PS-1, PRC-PD-3-doc"
* extension[mode] -> "CPS-CS-5a-i, CPS-CS-5a-ii, PRC-SC-18b-2, PRC-PD-3-init"
* extension[engaged] -> "CPS-CS-5a-i, PRC-SC-18b-2"
* extension[goal] -> "CPS-CS-5a-iv, PRC-SC-18b-3"
* status -> "CPS-CS-5a, PRC-SC-18b-1"
* class -> "CPS-CS-5a-ii, CPS-CS-3e, PRC-SC-16"
* type -> "CPS-CS-3b, CPS-CS-5a-iii, CPS-CS-5b-1, CPS-CS-5c-4, PRC-SC-9, PRC-SC-18a-1, PRC-SC-18d"
* serviceType -> "CPS-CS-5a, PRC-SC-18b-1"
* subject -> "CPS-CS-5a, PRC-SC-18b-1"
* episodeOfCare -> "CPS-CS-5b-1, PRC-SC-18a-1"
* basedOn -> "CPS-CS-5b-2"
* participant.individual -> "CPS-CS-5a, PRC-SC-18b-1"
* period -> "CPS-CS-5a, CPS-CS-5b-1, CPS-CS-5b-2, PRC-SC-18a-1, PRC-SC-18b-1, PRC-PD-3-weekly"
* appointment -> "CPS-CS-5a-iii"
* location -> "CPS-CS-3e, PRC-SC-16"
* serviceProvider -> "CPS-PR-4a, CPS-PR-5a"
