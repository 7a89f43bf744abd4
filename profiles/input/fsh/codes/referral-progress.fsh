CodeSystem: ReferralProgressCS
Id: referral-progress
Title: "Progress of a referral"
Description: "How far a referral has come, as who referred is told. No code says why."
* insert OwnCodes
* #received "Received" "The provider has the referral (CPS-PR-4c, PRC-OV-3b)."
* #accepted "Accepted" "An episode is planned or has begun (CPS-PR-4c, PRC-OV-3b)."
* #first-contact "First contact" "The member took part in a contact of any kind (CPS-CS-5a, PRC-SC-18)."
* #met-in-person "Met in person" "The initial meeting in person has been (CPS-CS-5b-2, PRC-SC-18)."
* #discharged "Discharged" "The episode is over (CPS-PR-4c, PRC-OV-3b)."
* #cancelled "Cancelled" "It was revoked, or its episode was cancelled before it began (CPS-PR-4c, PRC-OV-3b)."

ValueSet: ReferralProgressVS
Id: referral-progress
Title: "Progress of a referral"
Description: "How far a referral has come."
* insert Own
* include codes from system ReferralProgressCS
