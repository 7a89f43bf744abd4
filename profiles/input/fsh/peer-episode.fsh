Profile: PeerEpisode
Parent: EpisodeOfCare
Id: peer-episode
Title: "Episode of a peer service"
Description: "A member is on the case from period.start to period.end, both inclusive. Only days of an episode can be claimed."
* status MS
* type MS
* type from PeerServiceVS (required)
* type ^comment = "Decides which specifications the episode is judged by."
* patient MS
* managingOrganization MS
* period MS
* period ^comment = "An episode without a start is an error to the check: nobody knows its days."
* referralRequest MS
* careManager MS

Mapping: PeerEpisodeClauses
Source: PeerEpisode
Target: "https://peerbridge.dev/fhir/clauses"
Id: clauses
Title: "Clauses of the performance specifications"
* -> "CPS-CS-5a, PRC-SC-18"
* type -> "CPS-CS-5-lead1, PRC-SC-18"
* managingOrganization -> "CPS-PR-5a, CPS-PR-5b"
* period -> "CPS-CS-5-lead1, PRC-SC-18"
* referralRequest -> "CPS-CS-5b-2"
* careManager -> "CPS-CS-5a"
