CodeSystem: StageOfChangeCS
Id: stage-of-change
Title: "Stages of change"
Description: "Where a member stands in changing, in the framework by which progress with a recovery coach is recorded (PRC-PD-4-soc)."
* insert OwnCodes
* #precontemplation "Precontemplation" "The member doesn't think of changing (PRC-PD-4-soc)."
* #contemplation "Contemplation" "The member thinks of changing (PRC-PD-4-soc)."
* #preparation "Preparation" "The member prepares to change (PRC-PD-4-soc)."
* #action "Action" "The member changes (PRC-PD-4-soc)."
* #maintenance "Maintenance" "The member keeps to the change (PRC-PD-4-soc)."
* #relapse "Relapse" "The member has fallen back (PRC-PD-4-soc)."

ValueSet: StageOfChangeVS
Id: stage-of-change
Title: "Stages of change"
Description: "Stages of change: ours, and SNOMED CT's codes of the same stages."
* insert Own
* ^copyright = "SNOMED CT codes are named by code alone. SNOMED CT is owned by SNOMED International; its use in the United States is licensed by the National Library of Medicine."
* include codes from system StageOfChangeCS
* $snomed#134414000
* $snomed#134413006
* $snomed#134412001
* $snomed#134411008
* $snomed#134410009
* $snomed#134409004
