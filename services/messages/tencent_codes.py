"""Every answer of Tencent Cloud's SMS interface that is not Ok, and what becomes of the message.

The words are those of the SDK's list (tencentcloud.sms.v20210111.errorcodes), read in
tencentcloud-sdk-python-sms 3.1.153; a test holds the table against the list that is installed.
"""

from __future__ import annotations

from enum import Enum
from typing import Final

from status_codes import SmsProvider


class Fate(Enum):
    """What an answer means for a message."""

    # It may be on its way to the phone: not sent again.
    LEFT = "may have left"
    # Nothing was done, and later it may well be.
    AGAIN = "again"
    # Because of this phone; the guest is told.
    REFUSED = "refused"
    # Of the account, its settings, the templates, the clock: nobody gets a message before an
    # operator sees to it. The guest is told, and the log says it as an error.
    OPERATOR = "to be seen to by the operator"


# Beside them the numbers that the documented clients know (SMS error table 382/3771).
NUMBERS: Final = {
    "AuthFailure.SignatureFailure": SmsProvider.SIGNATURE,
    "AuthFailure.SignatureExpire": SmsProvider.SIGNATURE,
    "AuthFailure.SecretIdNotFound": SmsProvider.SIGNATURE,
    "InternalError.SigFieldMissing": SmsProvider.SIGNATURE,
    "InternalError.SigVerificationFail": SmsProvider.SIGNATURE,
    "InternalError.Timeout": SmsProvider.NO_ANSWER,
    "FailedOperation.ContainSensitiveWord": SmsProvider.WORDS,
    "FailedOperation.SignatureIncorrectOrUnapproved": SmsProvider.SIGN_NAME,
    "FailedOperation.TemplateIncorrectOrUnapproved": SmsProvider.TEMPLATE,
    "FailedOperation.TemplateIdNotExist": SmsProvider.TEMPLATE,
    "FailedOperation.TemplateParamSetNotMatchApprovedTemplate": SmsProvider.TEMPLATE,
    "FailedOperation.TemplateUnapprovedOrNotExist": SmsProvider.TEMPLATE,
    "FailedOperation.PhoneNumberInBlacklist": SmsProvider.BLACKLISTED,
    "FailedOperation.PhoneNumberParseFail": SmsProvider.PHONE_FORMAT,
    "InvalidParameterValue.IncorrectPhoneNumber": SmsProvider.PHONE_FORMAT,
    "LimitExceeded.DeliveryFrequencyLimit": SmsProvider.FREQUENCY,
    "LimitExceeded.DailyLimit": SmsProvider.BUSINESS_DAY,
    "LimitExceeded.AppDailyLimit": SmsProvider.BUSINESS_DAY,
    "LimitExceeded.AppGlobalDailyLimit": SmsProvider.BUSINESS_DAY,
    "LimitExceeded.AppMainlandChinaDailyLimit": SmsProvider.BUSINESS_DAY,
    "LimitExceeded.PhoneNumberThirtySecondLimit": SmsProvider.PHONE_30_SECONDS,
    "LimitExceeded.PhoneNumberOneHourLimit": SmsProvider.PHONE_HOUR,
    "LimitExceeded.PhoneNumberDailyLimit": SmsProvider.PHONE_DAY,
    "LimitExceeded.PhoneNumberSameContentDailyLimit": SmsProvider.PHONE_SAME,
    "FailedOperation.InsufficientBalanceInSmsPackage": SmsProvider.BALANCE,
}

FATES: Final = {
    "FailedOperation.ContainSensitiveWord": Fate.OPERATOR,
    "FailedOperation.FailResolvePacket": Fate.OPERATOR,
    "FailedOperation.ForbidAddMarketingTemplates": Fate.OPERATOR,
    "FailedOperation.InsufficientBalanceInSmsPackage": Fate.OPERATOR,
    "FailedOperation.JsonParseFail": Fate.OPERATOR,
    "FailedOperation.MarketingSendTimeConstraint": Fate.OPERATOR,
    "FailedOperation.MissingSignature": Fate.OPERATOR,
    "FailedOperation.MissingSignatureList": Fate.OPERATOR,
    "FailedOperation.MissingSignatureToModify": Fate.OPERATOR,
    "FailedOperation.MissingTemplateList": Fate.OPERATOR,
    "FailedOperation.MissingTemplateToModify": Fate.OPERATOR,
    "FailedOperation.NotEnterpriseCertification": Fate.OPERATOR,
    "FailedOperation.OtherError": Fate.OPERATOR,
    "FailedOperation.ParametersOtherError": Fate.LEFT,
    "FailedOperation.PhoneNumberInBlacklist": Fate.REFUSED,
    "FailedOperation.PhoneNumberParseFail": Fate.REFUSED,
    "FailedOperation.ProhibitSubAccountUse": Fate.OPERATOR,
    "FailedOperation.QualificationIdNotApproved": Fate.OPERATOR,
    "FailedOperation.SignIdNotExist": Fate.OPERATOR,
    "FailedOperation.SignNumberLimit": Fate.OPERATOR,
    "FailedOperation.SignatureIncorrectOrUnapproved": Fate.OPERATOR,
    "FailedOperation.TemplateAlreadyPassedCheck": Fate.OPERATOR,
    "FailedOperation.TemplateIdNotExist": Fate.OPERATOR,
    "FailedOperation.TemplateIncorrectOrUnapproved": Fate.OPERATOR,
    "FailedOperation.TemplateNumberLimit": Fate.OPERATOR,
    "FailedOperation.TemplateParamSetNotMatchApprovedTemplate": Fate.OPERATOR,
    "FailedOperation.TemplateUnapprovedOrNotExist": Fate.OPERATOR,
    "InternalError.JsonParseFail": Fate.OPERATOR,
    "InternalError.OtherError": Fate.LEFT,
    "InternalError.ParseBackendResponseFail": Fate.LEFT,
    "InternalError.RequestTimeException": Fate.OPERATOR,
    "InternalError.RestApiInterfaceNotExist": Fate.OPERATOR,
    "InternalError.SendAndRecvFail": Fate.LEFT,
    "InternalError.SigFieldMissing": Fate.OPERATOR,
    "InternalError.SigVerificationFail": Fate.OPERATOR,
    "InternalError.Timeout": Fate.LEFT,
    "InternalError.UnknownError": Fate.LEFT,
    "InvalidParameter": Fate.OPERATOR,
    "InvalidParameter.AppidAndBizId": Fate.OPERATOR,
    "InvalidParameter.DirtyWordFound": Fate.OPERATOR,
    "InvalidParameter.InvalidParameters": Fate.OPERATOR,
    "InvalidParameterValue.BeginTimeVerifyFail": Fate.OPERATOR,
    "InvalidParameterValue.ContentLengthLimit": Fate.OPERATOR,
    "InvalidParameterValue.EndTimeVerifyFail": Fate.OPERATOR,
    "InvalidParameterValue.ImageInvalid": Fate.OPERATOR,
    "InvalidParameterValue.IncorrectPhoneNumber": Fate.REFUSED,
    "InvalidParameterValue.InvalidDocumentType": Fate.OPERATOR,
    "InvalidParameterValue.InvalidInternational": Fate.OPERATOR,
    "InvalidParameterValue.InvalidSignPurpose": Fate.OPERATOR,
    "InvalidParameterValue.InvalidSmsType": Fate.OPERATOR,
    "InvalidParameterValue.InvalidStartTime": Fate.OPERATOR,
    "InvalidParameterValue.InvalidTemplateFormat": Fate.OPERATOR,
    "InvalidParameterValue.InvalidUsedMethod": Fate.OPERATOR,
    "InvalidParameterValue.LimitVerifyFail": Fate.OPERATOR,
    "InvalidParameterValue.MarketingTemplateWithoutUnsubscribe": Fate.OPERATOR,
    "InvalidParameterValue.MultiSmsInfoSetEmpty": Fate.OPERATOR,
    "InvalidParameterValue.OffsetVerifyFail": Fate.OPERATOR,
    "InvalidParameterValue.ProhibitedUseUrlInTemplateParameter": Fate.OPERATOR,
    "InvalidParameterValue.QualificationIdNotFound": Fate.OPERATOR,
    "InvalidParameterValue.SdkAppIdNotExist": Fate.OPERATOR,
    "InvalidParameterValue.SignAlreadyPassedCheck": Fate.OPERATOR,
    "InvalidParameterValue.SignExistAndUnapproved": Fate.OPERATOR,
    "InvalidParameterValue.SignNameLengthTooLong": Fate.OPERATOR,
    "InvalidParameterValue.TemplateParameterFormatError": Fate.OPERATOR,
    "InvalidParameterValue.TemplateParameterLengthLimit": Fate.OPERATOR,
    "InvalidParameterValue.TemplateWithDirtyWords": Fate.OPERATOR,
    "InvalidParameterValue.UnsupportedTemplateVariable": Fate.OPERATOR,
    "LimitExceeded.AppCountryOrRegionDailyLimit": Fate.REFUSED,
    "LimitExceeded.AppCountryOrRegionInBlacklist": Fate.REFUSED,
    "LimitExceeded.AppDailyLimit": Fate.OPERATOR,
    "LimitExceeded.AppGlobalDailyLimit": Fate.OPERATOR,
    "LimitExceeded.AppMainlandChinaDailyLimit": Fate.OPERATOR,
    "LimitExceeded.DailyLimit": Fate.OPERATOR,
    "LimitExceeded.DeliveryFrequencyLimit": Fate.REFUSED,
    "LimitExceeded.GlobalSmsSendingRateLimit": Fate.AGAIN,
    "LimitExceeded.PhoneNumberCountLimit": Fate.OPERATOR,
    "LimitExceeded.PhoneNumberDailyLimit": Fate.REFUSED,
    "LimitExceeded.PhoneNumberOneHourLimit": Fate.REFUSED,
    "LimitExceeded.PhoneNumberSameContentDailyLimit": Fate.REFUSED,
    "LimitExceeded.PhoneNumberThirtySecondLimit": Fate.REFUSED,
    "MissingParameter": Fate.OPERATOR,
    "MissingParameter.EmptyPhoneNumberSet": Fate.OPERATOR,
    "UnauthorizedOperation.IndividualUserMarketingSmsPermissionDeny": Fate.OPERATOR,
    "UnauthorizedOperation.RequestIpNotInWhitelist": Fate.OPERATOR,
    "UnauthorizedOperation.RequestPermissionDeny": Fate.OPERATOR,
    "UnauthorizedOperation.SdkAppIdIsDisabled": Fate.OPERATOR,
    "UnauthorizedOperation.ServiceSuspendDueToArrears": Fate.OPERATOR,
    "UnauthorizedOperation.SmsSdkAppIdVerifyFail": Fate.OPERATOR,
    "UnsupportedOperation": Fate.OPERATOR,
    "UnsupportedOperation.ChineseMainlandTemplateToGlobalPhone": Fate.OPERATOR,
    "UnsupportedOperation.ContainDomesticAndInternationalPhoneNumber": Fate.OPERATOR,
    "UnsupportedOperation.ContainDomesticPhoneNumber": Fate.OPERATOR,
    "UnsupportedOperation.GlobalTemplateToChineseMainlandPhone": Fate.OPERATOR,
    "UnsupportedOperation.UnsupportedRegion": Fate.REFUSED,
}

# Of every interface of theirs, and of what a newer one may say: by the first word.
OTHERS: Final = {
    "RequestLimitExceeded": Fate.AGAIN,
    # Before it was given to the interface, or after: nobody knows.
    "InternalError": Fate.LEFT,
}


def fate_of(code: str) -> Fate:
    """What becomes of a message that this was said of."""
    return FATES.get(code) or OTHERS.get(code.partition(".")[0], Fate.OPERATOR)
