Profile: PeerMessage
Parent: Communication
Id: peer-message
Title: "Text or e-mail"
Description: "One text or e-mail between a member and a peer. An exchange is a contact only where the member wrote too."
* status MS
* inResponseTo MS
* medium MS
* medium from ContactModeVS (required)
* subject 1..1 MS
* subject only Reference(Patient)
* topic MS
* topic from PeerServiceVS (required)
* sent MS
* received MS
* recipient MS
* sender MS

Mapping: PeerMessageClauses
Source: PeerMessage
Target: "https://peerbridge.dev/fhir/clauses"
Id: clauses
Title: "Clauses of the performance specifications"
* -> "CPS-CS-5a-i, PRC-SC-18b-2"
* status -> "CPS-CS-5a-i, PRC-SC-18b-2"
* medium -> "CPS-CS-5a-i, PRC-SC-18b-2"
* sender -> "CPS-CS-5a-i, PRC-SC-18b-2"
* recipient -> "CPS-CS-5a-i, PRC-SC-18b-2"
* inResponseTo -> "CPS-CS-5a-i, PRC-SC-18b-2"
* sent -> "CPS-CS-5a, PRC-SC-18b-1"
