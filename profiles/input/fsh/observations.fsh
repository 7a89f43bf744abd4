Profile: PerinatalStatus
Parent: Observation
Id: perinatal-status
Title: "Pregnancy status"
Description: "Whether the member is pregnant on a day."
* insert CompliesWithUSCore(observation-pregnancystatus)
* status MS
* insert SocialHistory
* code = $loinc#82810-3
* code MS
* subject 1..1 MS
* subject only Reference(Patient)
* effective[x] 1..1 MS
* effective[x] only dateTime
* value[x] 1..1 MS
* value[x] only CodeableConcept
* value[x] from PregnancyStatusVS (extensible)

Profile: PerinatalFact
Parent: Observation
Id: perinatal-fact
Title: "Perinatal fact"
Description: "How a pregnancy ended and when (effective is the end of the pregnancy), when birth is expected, whether the member is parenting, and whether a case is open at the Department of Children and Families."
* insert CompliesWithUSCore(simple-observation)
* insert SimpleObservation
* code from PerinatalFactVS (required)
* value[x] only CodeableConcept or boolean or dateTime or string

Profile: StageOfChange
Parent: Observation
Id: stage-of-change
Title: "Stage of change"
Description: "Where the member stands in changing, as a recovery coach records progress."
* insert CompliesWithUSCore(simple-observation)
* insert SimpleObservation
* code = $snomed#134408007
* encounter MS
* value[x] 1..1
* value[x] only CodeableConcept
* value[x] from StageOfChangeVS (required)

RuleSet: SocialHistory
* category MS
* category ^slicing.discriminator.type = #pattern
* category ^slicing.discriminator.path = "$this"
* category ^slicing.rules = #open
* category contains SocialHistory 0..1
* category[SocialHistory] MS
* category[SocialHistory] = $observation-category#social-history

RuleSet: SimpleObservation
* status MS
* insert SocialHistory
* category 1..*
* code MS
* subject 1..1 MS
* subject only Reference(Patient)
* effective[x] MS
* performer MS
* value[x] MS

Mapping: PerinatalStatusClauses
Source: PerinatalStatus
Target: "https://peerbridge.dev/fhir/clauses"
Id: clauses
Title: "Clauses of the performance specifications"
* value[x] -> "CPS-CS-4, PRC-SC-17, PRC-OV-5"
* effective[x] -> "CPS-CS-4, PRC-SC-17, PRC-OV-5"

Mapping: PerinatalFactClauses
Source: PerinatalFact
Target: "https://peerbridge.dev/fhir/clauses"
Id: clauses
Title: "Clauses of the performance specifications"
* code -> "CPS-CS-4, CPS-CS-4d, PRC-SC-17, PRC-SC-17f, PRC-OV-5"
* value[x] -> "CPS-CS-4, CPS-CS-4d, PRC-SC-17, PRC-SC-17f"
* effective[x] -> "PRC-OV-5"

Mapping: StageOfChangeClauses
Source: StageOfChange
Target: "https://peerbridge.dev/fhir/clauses"
Id: clauses
Title: "Clauses of the performance specifications"
* value[x] -> "PRC-PD-4-soc"
* effective[x] -> "PRC-PD-4-soc"
* encounter -> "PRC-PD-4-soc"
